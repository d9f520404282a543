-- One row per undesigned path that was seen in a stage and judged instance of that stage.
with subjects as (select distinct stage, source, target from undesigned_moves)

select p.source || '>' || p.target as subject, null as facet, i.instance_no, i.case_no, i.customer_no, null as detail,
    m.instance_no is not null as affected, if(m.instance_no is not null, 1, 0) as effect
from subjects as p
inner join judged as i on i.stage = p.stage and not i.left_truncated
left join undesigned_moves as m
    on m.source = p.source and m.target = p.target and m.instance_no = i.instance_no
