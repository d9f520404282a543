-- One row per source and activity of unknown actors that looks done by a machine: many of its events come after
-- the event before them by the very same number of hours, days later.
with waits as (
    select source, activity, actor_kind,
        (ts_us - lag(ts_us) over (partition by unit_no order by event_no)) // 3_600_000_000 as hours
    from draft_events
),

hourly as (
    select source, activity, hours, count(*) as events
    from waits
    where actor_kind = 'unknown'
    group by source, activity, hours
)

select source, activity
from hourly
group by source, activity
having
    sum(events) >= $least_events
    and max(events) filter (where hours >= $least_hours) >= $same_wait * sum(events)
order by source, activity
