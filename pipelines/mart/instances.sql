-- One row per stage instance: one pass of a case, or of a ticket, through a stage.
-- stage: Stage of the designed blueprint
-- instance: The object it is counted by (a ticket's id); else the case
-- instance_no: Number of the instance in this run; deviations name it
-- case_id: The case it belongs to
-- state: finished, went_on, abandoned, overdue or open, at the stage's cut
-- judged: Whether it counts: entered in the window and at or before the cut
-- left_truncated: Whether it may have begun before the log does
-- entered_at: When the stage was entered, UTC
-- started_at: First start step, UTC; null when it was not seen
-- ended_at: First end step, UTC; null when it was not seen
-- duration_s: Seconds from start to end on the stage's clock; null when either is unknown
select
    i.stage::varchar as stage,
    coalesce(nullif(i.key, ''), c.case_id) as instance,
    i.instance_no,
    c.case_id,
    i.state,
    i.judged,
    i.left_truncated,
    make_timestamptz(i.entered_us) as entered_at,
    make_timestamptz(i.started_us) as started_at,
    make_timestamptz(i.ended_us) as ended_at,
    i.duration_us / 1e6 as duration_s
from instances as i
inner join cases as c on c.case_no = i.case_no
order by i.instance_no
