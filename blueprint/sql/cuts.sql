-- One row per stage: its cut (the earliest complete-until of its sources) and where its coverage begins.
with visible as (
    select *, max(in_flow) over (partition by stage) as has_flow
    from steps
    where not blind
),

bound_sources as (
    select s.stage, x.source, s.in_flow
    from visible as s
    inner join step_sources as x on x.step = s.step
    where s.in_flow or not s.has_flow
    union
    select t.stage, x.source, false as in_flow
    from stage_times as t
    inner join step_sources as x on x.step = t.step
    inner join steps as s on s.step = t.step
    where not s.blind
)

select b.stage, min(z.complete_until_us) as cut_us,
    max(z.coverage_from_us) filter (where b.in_flow) as covered_from_us
from bound_sources as b
inner join source_states as z on z.source = b.source
group by b.stage
order by b.stage
