-- One row per gap: a difference between the designed and the as-is blueprint, with its size.
-- gap_id: Stable id, kind:subject[.facet]: the same gap has the same id in every run
-- rank: Place in the ledger, 1 is the largest
-- kind: Kind of gap, such as late_step
-- subject: The step, pair of steps, stage or activity it is about
-- facet: Which side of the subject, such as p90; null when there is one only
-- stage: Stage where it stands
-- lane: Lane where it stands; null for a whole stage
-- line: Line that it crosses; null for none
-- verdict: confirmed, indicated or not_enough_data
-- eligible: Instances that could have had it
-- affected: Instances that had it
-- customers: Distinct customers among them
-- rate: affected / eligible, 0 to 1
-- rate_low: Lower end of the rate's 95 % interval
-- rate_high: Upper end of the rate's 95 % interval
-- tolerance: Rate that the design tolerates
-- p_value: Chance of so many when the rate were only the tolerance
-- q: The same, corrected for the number of gaps tested; null when not tested
-- effect_unit: hours, customers, instances, occurrences or points
-- effect: Size, summed over the affected
-- effect_low: Lower end of the effect's interval
-- effect_high: Upper end of the effect's interval
-- weight: How much one unit counts in the ranking
-- follows_from: The gap that explains this one; null for none
with listed as (
    select from_json($findings -> 'gaps', '[{
        "id": "varchar", "kind": "varchar", "subject": "varchar", "facet": "varchar",
        "stage": "varchar", "lane": "varchar", "line": "varchar", "verdict": "varchar",
        "eligible": "bigint", "affected": "bigint", "customers": "bigint", "rate": "double",
        "interval": ["double"], "tolerance": "double", "p_value": "double", "q": "double",
        "effect": {"unit": "varchar", "value": "double", "interval": ["double"]},
        "weight": "double", "follows_from": "varchar"
    }]') as gaps
),

found as (
    select unnest(gaps) as gap, generate_subscripts(gaps, 1) as place
    from listed
)

select
    gap.id as gap_id,
    place as "rank",
    gap.kind as kind,
    gap.subject as subject,
    gap.facet as facet,
    gap.stage as stage,
    gap.lane as lane,
    gap.line as line,
    gap.verdict as verdict,
    gap.eligible as eligible,
    gap.affected as affected,
    gap.customers as customers,
    gap.rate as rate,
    gap.interval[1] as rate_low,
    gap.interval[2] as rate_high,
    gap.tolerance as tolerance,
    gap.p_value as p_value,
    gap.q as q,
    gap.effect.unit as effect_unit,
    gap.effect.value as effect,
    gap.effect.interval[1] as effect_low,
    gap.effect.interval[2] as effect_high,
    gap.weight as weight,
    gap.follows_from as follows_from
from found
order by "rank"
