-- One row per pair a before b of the design and judged instance in which they are neighbours, and no tie.
with pairs as (
    select n.before, n.after, i.instance_no, i.case_no, i.customer_no,
        a.first_event_no as before_no, b.first_event_no as after_no,
        a.first_us as before_us, b.first_us as after_us, a.source <> b.source as between_sources,
        greatest(a.precision_us, b.precision_us) as precision_us,
        coalesce(a.sequence <> b.sequence, false) as sequenced
    from neighbours as n
    inner join judged as i on i.instance_no = n.instance_no and not i.left_truncated
    inner join instance_steps as a on a.step = n.before and a.instance_no = n.instance_no and a.own
    inner join instance_steps as b on b.step = n.after and b.instance_no = n.instance_no and b.own
)

select before || '>' || after as subject, null as facet, instance_no, case_no, customer_no, null as detail,
    after_no < before_no as affected, if(after_no < before_no, 1, 0) as effect
from pairs
where not if(between_sources, abs(before_us - after_us) < precision_us, before_us = after_us and not sequenced)
