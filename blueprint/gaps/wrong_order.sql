-- One row per pair a before b of the design and judged instance in which they are neighbours, and no tie.
with pairs as (
    select p.before, p.after, i.*, a.first_event_no as before_no, b.first_event_no as after_no,
        a.first_us as before_us, b.first_us as after_us, a.source <> b.source as between_sources,
        greatest(a.precision_us, b.precision_us) as precision_us,
        a.sequence is null and b.sequence is null as unsequenced
    from precedence as p
    inner join judged as i on i.stage = p.stage and not i.left_truncated
    inner join instance_steps as a on a.step = p.before and a.instance_no = i.instance_no and a.own
    inner join instance_steps as b on b.step = p.after and b.instance_no = i.instance_no and b.own
),

between_them as (
    select distinct pairs.before, pairs.after, pairs.instance_no
    from pairs
    inner join precedence as l on l.before = pairs.before
    inner join precedence as r on r.before = l.after and r.after = pairs.after
    inner join instance_steps as c on c.step = l.after and c.instance_no = pairs.instance_no and c.own
)

select before || '>' || after as subject, null as facet, instance_no, case_no, customer_no, null as detail,
    after_no < before_no as affected, if(after_no < before_no, 1, 0) as effect
from pairs
anti join between_them using (before, after, instance_no)
where not if(between_sources, abs(before_us - after_us) < precision_us, before_us = after_us and unsequenced)
