-- One row per journey and distinct sequence of own steps of its stages, with how many went that way; all their instances judged and finished, the last of a stage in which a journey may end.
with finished as (
    select j.journey, i.case_no, i.key, any_value(i.customer_no) as customer_no
    from journey_stages as j
    inner join instances as i on i.stage = j.stage
    group by j.journey, i.case_no, i.key
    having bool_and(i.judged and i.state = 'finished' and not i.left_truncated)
),

traces as (
    select f.journey, any_value(f.customer_no) as customer_no,
        list(o.step order by o.event_no, o.step) as trace
    from finished as f
    inner join journey_stages as j on j.journey = f.journey
    inner join occurrences as o on o.stage = j.stage and o.case_no = f.case_no and o.key = f.key and o.own
    group by f.journey, f.case_no, f.key
    having max_by(j.may_end, (o.event_no, o.step))
),

people as (
    select journey, count(distinct customer_no) as customers
    from traces
    group by journey
)

select t.journey, t.trace, count(*) as went, any_value(p.customers) as customers
from traces as t
inner join people as p on p.journey = t.journey
group by t.journey, t.trace
order by t.journey, went desc, t.trace
