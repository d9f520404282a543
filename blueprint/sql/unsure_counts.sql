-- One row per kind, subject and facet with rows of cases whose links are not all sure enough: how many, and how many affected.
select r.kind, r.subject, r.facet, count(*) as n, count(*) filter (where r.affected) as x
from instance_rows as r
inner join cases as c on c.case_no = r.case_no
where not coalesce(c.confidence >= (select identity_min from identity_gate), false)
group by r.kind, r.subject, r.facet
order by r.kind, r.subject, r.facet nulls first
