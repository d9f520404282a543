-- One row per stage: how often its judged instances crossed the line of interaction, and how many instances.
with turns as (
    select i.stage, i.instance_no, s.role = 'customer' as by_customer,
        lag(s.role = 'customer') over (partition by o.instance_no order by o.event_no) as before
    from occurrences as o
    inner join judged as i on i.instance_no = o.instance_no
    inner join steps as s on s.step = o.step
    where o.own
)

select stage, count(*) filter (where before <> by_customer) as crossings, count(distinct instance_no) as instances
from turns
group by stage
order by stage
