-- One row per candidate in the result: its events, units that have it, and how often the median unit has it.
-- draft_candidate_events has one row per unit and event of a candidate; draft_sightings one per unit and candidate: how often, first and last.
create or replace temp view draft_candidate_events as
select d.unit_no, d.event_no, d.ts_us, c.candidate
from draft_faced as d
inner join draft_candidates as c
    on c.source = d.source
    and c.activity = d.activity
    and c.actor_kind = d.actor_kind
    and c.part is not distinct from d.part
    and c.public is not distinct from d.public;

create or replace temp table draft_sightings as
select unit_no, candidate, count(*) as occurrences, min(event_no) as first_no,
    min(ts_us) as first_us, max(event_no) as last_no
from draft_candidate_events
group by unit_no, candidate;

select candidate, sum(occurrences)::bigint as events, count(*) as units,
    quantile_disc(occurrences, 0.5)::bigint as repeats
from draft_sightings
group by candidate
order by candidate
