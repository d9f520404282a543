-- One row per candidate in the result: its events, units that have it, and how often the median unit has it.
-- draft_sightings has one row per unit and candidate: how often, first and last.
create or replace temp table draft_sightings as
select d.unit_no, c.candidate, count(*) as occurrences, min(d.event_no) as first_no,
    min(d.ts_us) as first_us, max(d.event_no) as last_no
from draft_faced as d
inner join draft_candidates as c
    on c.source = d.source
    and c.activity = d.activity
    and c.actor_kind = d.actor_kind
    and c.part is not distinct from d.part
    and c.public is not distinct from d.public
group by d.unit_no, c.candidate;

select candidate, sum(occurrences)::bigint as events, count(*) as units,
    quantile_disc(occurrences, 0.5)::bigint as repeats
from draft_sightings
group by candidate
order by candidate
