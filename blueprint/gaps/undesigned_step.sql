-- One row per undesigned activity seen in a stage and judged instance of that stage.
with named as (
    select u.stage, u.instance_no, l.slug
    from unbound_in_stages as u
    inner join activity_slugs as l on l.activity_no = u.activity_no
    inner join judged as i on i.instance_no = u.instance_no
    group by u.stage, u.instance_no, l.slug
),

subjects as (select distinct stage, slug from named)

select b.stage || '/' || b.slug as subject, null as facet, i.instance_no, i.case_no, i.customer_no, null as detail,
    h.instance_no is not null as affected, if(h.instance_no is not null, 1, 0) as effect
from subjects as b
inner join judged as i on i.stage = b.stage
left join named as h on h.stage = b.stage and h.slug = b.slug and h.instance_no = i.instance_no
