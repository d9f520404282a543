-- One row per stage instance: its number, stage, case, object (or '') and part.
select row_number() over (order by g.position, k.case_no, k.key, k.part) as instance_no, k.*
from (select distinct stage, case_no, key, part from stage_events where opens) as k
inner join stages as g on g.stage = k.stage
order by instance_no
