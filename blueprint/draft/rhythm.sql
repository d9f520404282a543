-- One row per source and activity of unknown actors that looks done by a machine: one account does it,
-- and it comes after the event before it by the same long time, whatever happened.
with followed as (
    select source, activity, actor_kind, actor,
        ts_us - lag(ts_us) over (partition by unit_no order by event_no) as wait_us
    from draft_events
),

accounts as (
    select source, activity, actor, count(*) as events
    from followed
    where actor_kind = 'unknown' and actor is not null
    group by source, activity, actor
),

busiest as (
    select source, activity, max(events) as most, sum(events) as events
    from accounts
    group by source, activity
),

waits as (
    select source, activity, quantile_disc(wait_us, [0.1, 0.5, 0.9]) as quantiles_us
    from followed
    where wait_us is not null
    group by source, activity
)

select source, activity
from busiest
inner join waits using (source, activity)
where
    most >= $one_account * events
    and events >= $least_events
    and quantiles_us[2] >= $least_wait_us
    and quantiles_us[3] - quantiles_us[1] <= $steadiness * quantiles_us[2]
order by source, activity
