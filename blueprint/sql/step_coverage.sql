-- One row per step that the logs can show: from when and until when all of its sources cover.
select x.step, max(z.coverage_from_us) as from_us, min(z.complete_until_us) as until_us
from step_sources as x
inner join source_states as z on z.source = x.source
inner join steps as s on s.step = x.step and not s.blind
group by x.step
order by x.step
