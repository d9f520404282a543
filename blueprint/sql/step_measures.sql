-- One row per designed step: judged instances, cases and events that show it, and instances of its stage.
with sizes as (
    select stage, count(*) as instances
    from judged
    group by stage
)

select s.step, s.stage, s.lane, not s.blind as instrumented,
    count(distinct i.case_no) as cases, count(i.instance_no) as instances,
    coalesce(sum(x.occurrences) filter (where i.instance_no is not null), 0) as events,
    any_value(z.instances) as entered, count(distinct i.customer_no) as customers
from steps as s
left join instance_steps as x on x.step = s.step and x.own
left join judged as i on i.instance_no = x.instance_no
left join sizes as z on z.stage = s.stage
group by s.step, s.stage, s.lane, s.blind, s.position
order by s.position
