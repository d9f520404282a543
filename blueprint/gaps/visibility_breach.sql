-- One row per occurrence of which the log says whether the customer saw it.
select a.step as subject, null as facet, i.instance_no, i.case_no, i.customer_no, null as detail,
    a.public <> x.above_visibility as affected, if(affected, 1, 0) as effect
from acts as a
inner join judged as i
    on i.instance_no = a.instance_no
    and not (a.by_place and (i.left_truncated or coalesce(a.ts_us > i.cut_us, false)))
inner join steps as s on s.step = a.step and not s.blind and s.most is distinct from 0
inner join step_actors as x on x.step = a.step
inner join spoken as p on p.step = a.step and p.source = a.source
where a.own and a.public is not null and (not x.above_visibility or p.shows_public)
