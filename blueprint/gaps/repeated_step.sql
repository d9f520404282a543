-- One row per step with a largest number, or an assignee (facet pingpong), and judged instance that has the step.
select s.step as subject, null as facet, i.instance_no, i.case_no, i.customer_no, null as detail,
    x.occurrences > s.most as affected, greatest(x.occurrences - s.most, 0) as effect
from steps as s
inner join instance_steps as x on x.step = s.step and x.own
inner join judged as i on i.instance_no = x.instance_no
where s.most >= 1 and not s.blind
union all
select h.step as subject, 'pingpong' as facet, i.instance_no, i.case_no, i.customer_no, null as detail,
    h.returns > 0 as affected, h.returns as effect
from hands as h
inner join steps as s on s.step = h.step and not s.blind
inner join judged as i on i.instance_no = h.instance_no
