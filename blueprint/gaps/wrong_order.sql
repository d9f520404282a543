-- One row per pair a before b of the design and judged instance in which they are neighbours, and no tie.
with pairs as (
    select n.before, n.after, i.instance_no, i.case_no, i.customer_no,
        n.first_before.no as before_no, n.first_after.no as after_no,
        n.first_before.us as before_us, n.first_after.us as after_us,
        n.first_before.source <> n.first_after.source as between_sources,
        greatest(n.first_before.precision_us, n.first_after.precision_us) as precision_us,
        coalesce(n.first_before.sequence <> n.first_after.sequence, false) as sequenced
    from neighbours as n
    inner join judged as i on i.instance_no = n.instance_no and not i.left_truncated
        and greatest(n.first_before.us, n.first_after.us) <= coalesce(i.cut_us, i.last_us)
)

select before || '>' || after as subject, null as facet, instance_no, case_no, customer_no, null as detail,
    after_no < before_no as affected, if(after_no < before_no, 1, 0) as effect
from pairs
where not if(between_sources, abs(before_us - after_us) < precision_us, before_us = after_us and not sequenced)
