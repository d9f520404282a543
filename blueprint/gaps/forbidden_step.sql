-- One row per step that must not happen and judged instance of its stage.
select s.step as subject, null as facet, i.instance_no, i.case_no, i.customer_no, null as detail,
    x.instance_no is not null as affected, if(x.instance_no is not null, 1, 0) as effect
from steps as s
inner join judged as i on i.stage = s.stage
left join instance_steps as x on x.step = s.step and x.instance_no = i.instance_no and x.own
where s.most = 0 and not s.blind
