-- One row of instance_rows goes per instance of a result that is withheld, also of one that the design tolerates.
delete from instance_rows
where (kind || ':' || subject || coalesce('.' || facet, '')) in (
    select r.kind || ':' || r.subject || coalesce('.' || r.facet, '') as test
    from instance_rows as r
    group by all
    having
        count(distinct r.customer_no) filter (where r.affected) < $smallest
        or list_contains($withheld, test)
)
