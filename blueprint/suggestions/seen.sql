-- One row per group of unbound events (source, activity and what parts it) in the result: how many, by whom, where.
-- group_sightings has one row per unit and group, step_sightings one per unit and bound step: the first of each.
create or replace temp table group_events as
select distinct d.event_no, d.unit_no, d.candidate, e.channel, n.customer_no
from draft_candidate_events as d
inner join event_states as s on s.event_no = d.event_no and s.state = 'unbound'
inner join cases as n on n.case_no = s.case_no
inner join numbered_events as m on m.event_no = d.event_no
inner join events as e on e.event_id = m.event_id;

create or replace temp table group_sightings as
select unit_no, candidate, count(*) as times, min(event_no) as first_no
from group_events
group by unit_no, candidate;

create or replace temp table step_sightings as
select d.unit_no, o.step, min(o.event_no) as first_no
from occurrences as o
inner join draft_faced as d on d.event_no = o.event_no
where o.own
group by d.unit_no, o.step;

select g.candidate, count(*)::bigint as events, count(distinct g.customer_no) as customers,
    any_value(u.units) as units, any_value(u.repeats)::bigint as repeats,
    list(distinct g.channel order by g.channel) filter (where g.channel is not null) as channels,
    min(g.event_no, 3) as examples
from group_events as g
inner join (
    select candidate, count(*) as units, quantile_disc(times, 0.5) as repeats
    from group_sightings
    group by candidate
) as u on u.candidate = g.candidate
group by g.candidate
order by events desc, g.candidate
