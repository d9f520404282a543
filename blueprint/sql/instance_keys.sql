-- One row per stage instance: its number, stage, case, object (or '') and part.
select row_number() over (order by g.position, c.case_id, k.case_no, k.key, k.part) as instance_no, k.*
from (select distinct stage, case_no, key, part from stage_parts where opens) as k
inner join stages as g on g.stage = k.stage
inner join cases as c on c.case_no = k.case_no
order by instance_no
