-- One row per step that can fail and judged instance that reached it: it happened, or a step just before it did.
with failed as (
    select distinct o.instance_no, o.step
    from occurrences as o
    inner join touchpoints as t on t.step = o.step
    where o.own and (not t.by_outcome or exists (from failed_events as f where f.event_no = o.event_no and f.step = o.step))
),

reached as (
    select t.step, i.instance_no
    from touchpoints as t
    inner join steps as s on s.step = t.step
    inner join judged as i on i.stage = s.stage
    where t.opens
    union
    select step, instance_no
    from instance_steps
    where own and step in (select step from touchpoints)
    union
    select a.step, x.instance_no
    from approaches as a
    inner join instance_steps as x on x.step = a.before and x.own
)

select r.step as subject, null as facet, i.instance_no, i.case_no, i.customer_no, null as detail,
    f.instance_no is not null as affected, if(f.instance_no is not null, 1, 0) as effect
from reached as r
inner join judged as i on i.instance_no = r.instance_no
left join failed as f on f.step = r.step and f.instance_no = r.instance_no
