-- One row per step with a largest number, or an assignee (facet pingpong), and judged instance that has the step.
-- What is after the cut is left out: a beginning of the next instance may lack there.
with late as (
    select x.instance_no, x.step, u.cut_us
    from instance_steps as x
    inner join cuts as u on u.stage = x.stage and x.last_us > u.cut_us
    where x.own and x.first_us <= u.cut_us
),

known as (
    select x.instance_no, x.step, x.occurrences
    from instance_steps as x
    inner join cuts as u on u.stage = x.stage and x.last_us <= coalesce(u.cut_us, x.last_us)
    where x.own
    union all
    select l.instance_no, l.step, count(*) as occurrences
    from late as l
    inner join occurrences as o
        on o.instance_no = l.instance_no and o.step = l.step and o.own and o.ts_us <= l.cut_us
    group by l.instance_no, l.step
)

select s.step as subject, null as facet, i.instance_no, i.case_no, i.customer_no, null as detail,
    x.occurrences > s.most as affected, greatest(x.occurrences - s.most, 0) as effect
from steps as s
inner join known as x on x.step = s.step
inner join judged as i on i.instance_no = x.instance_no
where s.most >= 1 and not s.blind
union all
select h.step as subject, 'pingpong' as facet, i.instance_no, i.case_no, i.customer_no, null as detail,
    h.returns > 0 as affected, h.returns as effect
from hands as h
inner join steps as s on s.step = h.step and not s.blind
inner join judged as i on i.instance_no = h.instance_no
