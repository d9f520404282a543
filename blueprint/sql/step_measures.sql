-- One row per designed step: judged instances, cases and events that show it, and instances of its stage.
with sizes as (
    select stage, count(*) as instances
    from judged
    group by stage
),

of_cases as (
    select x.step, i.case_no, any_value(i.customer_no) as customer_no, count(*) as instances, sum(x.occurrences) as events
    from instance_steps as x
    inner join judged as i on i.instance_no = x.instance_no
    where x.own
    group by x.step, i.case_no
),

of_steps as (
    select step, count(*) as cases, sum(instances)::bigint as instances, sum(events) as events, count(distinct customer_no) as customers
    from of_cases
    group by step
)

select s.step, s.stage, s.lane, not s.blind as instrumented,
    coalesce(o.cases, 0) as cases, coalesce(o.instances, 0) as instances, coalesce(o.events, 0) as events,
    z.instances as entered, coalesce(o.customers, 0) as customers
from steps as s
left join of_steps as o on o.step = s.step
left join sizes as z on z.stage = s.stage
order by s.position
