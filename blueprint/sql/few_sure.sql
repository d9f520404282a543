-- One row per kind, subject and facet whose cases, apart by whether their links are sure, are of fewer than $smallest customers, affected or all.
with apart as (
    select r.kind, r.subject, r.facet, r.customer_no, r.affected,
        coalesce(c.confidence >= (select identity_min from identity_gate), false) as is_sure
    from instance_rows as r
    inner join cases as c on c.case_no = r.case_no
),

sides as (
    select kind, subject, facet, is_sure, count(distinct customer_no) as customers,
        count(distinct customer_no) filter (where affected) as hit
    from apart
    group by kind, subject, facet, is_sure
)

select distinct kind, subject, facet
from sides
where customers < $smallest or hit between 1 and $smallest - 1
order by kind, subject, facet nulls first
