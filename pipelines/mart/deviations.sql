-- One row per affected instance (of wrong_role, wrong_channel and visibility_breach: per occurrence): everything behind a gap's number, and what the design tolerates.
-- gap_id: The gap; one that is not in gaps stayed within what the design tolerates
-- kind: Kind of gap
-- subject: The step, pair of steps, stage or activity it is about
-- facet: Which side of the subject; null when there is one only
-- stage: Stage of the instance
-- case_id: The case
-- instance: The object it is counted by (a ticket's id); else the case
-- instance_no: Number of the instance in this run, as in instances
-- entered_at: When the stage was entered, UTC
-- detail: What was seen in this instance, in a word; null when there is nothing to add
-- effect: This instance's part of the gap's effect; null when there is no such gap
-- effect_unit: Unit of the effect: hours, customers, instances, occurrences or points
with found as (
    select unnest(from_json(
        $findings -> 'gaps', '[{"id": "varchar", "effect": {"unit": "varchar"}}]'
    )) as gap
)

select
    d.gap_id,
    d.kind,
    d.subject,
    d.facet,
    d.stage::varchar as stage,
    d.case_id,
    d.instance,
    d.instance_no,
    d.entered_at,
    d.detail,
    case
        when f.gap.effect.unit = 'hours' then d.effect / 3.6e9
        when f.gap.effect.unit = 'points' then d.effect / 1e6
        when f.gap.id is not null then d.effect
    end as effect,
    f.gap.effect.unit as effect_unit
from deviations as d
left join found as f on f.gap.id = d.gap_id
order by d.gap_id, d.instance_no, d.detail, d.effect
