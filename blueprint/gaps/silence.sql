-- One row per stage that names a longest silence and instance that has had its time.
select i.stage as subject, null as facet, i.instance_no, i.case_no, i.customer_no, null as detail,
    q.longest_us > a.silence_us as affected,
    if(
        affected,
        greatest(if(i.ended_us is null, least(q.longest_us, g.limit_us), q.longest_us) - a.silence_us, 0),
        0
    ) as effect
from silences as q
inner join judged as i on i.instance_no = q.instance_no
inner join stages as g on g.stage = i.stage
inner join stage_silences as a on a.stage = i.stage
