-- One row per clock of working time and moment in question: microseconds worked up to it (on the calendar clock that is the moment itself: no row).
with moments as (
    select clock, unnest([entered_us, started_us, ended_us, active_us, cut_us]) as ts_us
    from instance_times
    where clock <> 'calendar'
    union
    select clock, unnest([after_us, came_us, ended_us, cut_us]) as ts_us
    from promise_times
    where clock <> 'calendar'
    union
    select g.clock, u.covered_from_us as ts_us
    from cuts as u
    inner join stages as g on g.stage = u.stage
    where g.clock <> 'calendar'
    union
    select g.clock, o.ts_us
    from occurrences as o
    inner join stages as g on g.stage = o.stage
    where g.clock <> 'calendar'
    union
    select n.clock, coalesce(i.ended_us, i.active_us) as ts_us
    from instance_times as i
    inner join stages as g on g.stage = i.stage
    inner join stages as n on n.stage = g.next
    where n.clock <> 'calendar'
)

select m.clock, m.ts_us, s.before_us + least(m.ts_us, s.close_us) - s.open_us as worked_us
from moments as m
asof inner join calendar_spans as s on s.clock = m.clock and m.ts_us >= s.open_us
where m.ts_us is not null
