-- One row per confirmed gap and eligible unit, by the number of the gap.
select g.gap_no, r.instance_no, r.customer_no, r.affected
from instance_rows as r
inner join segmented_gaps as g on g.kind = r.kind and g.subject = r.subject and g.facet is not distinct from r.facet
