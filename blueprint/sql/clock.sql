-- One row: pairs of neighbouring events in cases, and how many are ties, ties between sources, or at midnight sharp.
with pairs as (
    select e.ts_us, e.source, e.precision_us, e.sequence,
        lag(e.ts_us) over w as before_us, lag(e.source) over w as before_source,
        lag(e.precision_us) over w as before_precision_us
    from event_states as s
    inner join numbered_events as e on e.event_no = s.event_no
    window w as (partition by s.case_no order by s.event_no)
)

select count(before_us) as pairs,
    count(*) filter (where ts_us = before_us and source = before_source) as ties,
    count(*) filter (where source <> before_source and ts_us - before_us < greatest(precision_us, before_precision_us)) as source_ties,
    count(*) filter (where ts_us % 86400000000 = 0) as midnight
from pairs
