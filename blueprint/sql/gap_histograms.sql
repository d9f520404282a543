-- One row per plotted test and bin of the effect of its affected instances; bins double (0: 1 up to 2).
select r.kind, r.subject, r.facet,
    cast(floor(log2(greatest(r.effect // p.scale, 1))) as integer) as bin,
    count(*) as instances, count(distinct r.customer_no) as customers
from instance_rows as r
inner join plotted_effects as p
    on p.kind = r.kind and p.subject = r.subject and p.facet is not distinct from r.facet
where r.affected and r.effect > 0
group by all
order by all
