-- One row per affected instance of each gap: every instance behind a gap's number.
-- gap_id: The gap
-- kind: Kind of gap
-- subject: The step, pair of steps, stage or activity it is about
-- facet: Which side of the subject; null when there is one only
-- stage: Stage of the instance
-- case_id: The case
-- instance: The object it is counted by (a ticket's id); else the case
-- instance_no: Number of the instance in this run, as in instances
-- entered_at: When the stage was entered, UTC
-- detail: What was seen in this instance, in a word; null when there is nothing to add
-- effect: This instance's part of the effect, in the unit of the gap
select gap_id, kind, subject, facet, stage, case_id, instance, instance_no, entered_at, detail, effect
from deviations
order by gap_id, instance_no
