-- One row of instance_rows goes per instance of a result that is withheld, also of one that the design tolerates.
delete from instance_rows as r
using (
    select kind, subject, facet
    from instance_rows
    group by kind, subject, facet
    having
        count(distinct customer_no) filter (where affected) < $smallest
        or list_contains($withheld, kind || ':' || subject || coalesce('.' || facet, ''))
) as t
where r.kind = t.kind and r.subject = t.subject and r.facet is not distinct from t.facet
