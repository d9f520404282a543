-- One row per matched event, step, and case (or object) that it belongs to.
select m.event_no, m.step, m.pick, s.stage, c.case_no, '' as key, m.ts_us, m.source, m.precision_us, m.sequence
from matches as m
inner join steps as s on s.step = m.step
inner join stages as g on g.stage = s.stage
inner join event_cases as c on c.event_no = m.event_no
where g.object_type is null
union all
select m.event_no, m.step, m.pick, s.stage, o.case_no, o.object_id as key, m.ts_us, m.source, m.precision_us, m.sequence
from matches as m
inner join steps as s on s.step = m.step
inner join stages as g on g.stage = s.stage
inner join event_keys as k on k.event_no = m.event_no and k.object_type = g.object_type
inner join object_cases as o on o.object_type = k.object_type and o.object_id = k.object_id
where g.object_type is not null
