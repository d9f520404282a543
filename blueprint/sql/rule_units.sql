-- One row per rule and instance: the unit (case, customer, instance or object) by which the rule judges it.
with objects as (
    select i.instance_no, g.object_type, dense_rank() over (order by g.object_type, i.case_no, i.key) as object_no
    from instances as i
    inner join stages as g on g.stage = i.stage
    where g.object_type in (select per from rules)
)

select r.rule, i.instance_no,
    case r.per when 'case' then i.case_no when 'customer' then i.customer_no else i.instance_no end as unit_no
from rules as r
inner join instances as i on r.per in ('case', 'customer') or (r.per = 'stage' and r.stage = i.stage)
union all
select r.rule, o.instance_no, o.object_no as unit_no
from rules as r
inner join objects as o on o.object_type = r.per
