-- One row per day, week or month: the cases in progress at its start, at most, and case-microseconds.
-- A case is in progress from its first event until before its end; without an end, to the log's last event.
with ends as (
    select
        activity_no,
        $ends::varchar[] is null or list_contains($ends::varchar[], activity) as is_end
    from activities
),

lives as (
    select
        traces.group_no,
        min(traces.ts_us) as began_us,
        max(traces.ts_us) as last_us,
        max(traces.ts_us) filter (where ends.is_end) as ended_us
    from traces
    inner join ends using (activity_no)
    group by traces.group_no, traces.case_no
),

days as (
    select
        group_no,
        max(last_us) as last_us,
        date_trunc($unit, timezone($zone, make_timestamptz(min(began_us)))) as first_day,
        date_trunc($unit, timezone($zone, make_timestamptz(max(last_us)))) as last_day
    from lives
    group by group_no
),

local_starts as (
    select
        group_no,
        unnest(
            generate_series(
                first_day, last_day + ('1 ' || $unit)::interval, ('1 ' || $unit)::interval
            )
        ) as since
    from days
),

-- where clocks go back at midnight there are two: the first one begins the day
edges as (
    select
        group_no,
        since,
        epoch_us(timezone($zone, since)) as midnight_us,
        if(
            timezone($zone, make_timestamptz(midnight_us - 3_600_000_000)) = since,
            midnight_us - 3_600_000_000,
            midnight_us
        ) as at_us
    from local_starts
),

changes as (
    select
        group_no,
        began_us as at_us,
        1 as change,
        0 as starts
    from lives
    union all
    select
        lives.group_no,
        coalesce(lives.ended_us, days.last_us) as at_us,
        -1 as change,
        0 as starts
    from lives
    inner join days using (group_no)
    union all
    select
        group_no,
        at_us,
        0 as change,
        1 as starts
    from edges
),

moments as (
    select
        group_no,
        at_us,
        sum(change) as change,
        sum(starts) as starts
    from changes
    group by group_no, at_us
),

levels as (
    select
        group_no,
        at_us,
        (sum(change) over passed)::bigint as cases,
        (sum(starts) over passed)::bigint as day_no,
        lead(at_us) over passed as until_us
    from moments
    window passed as (partition by group_no order by at_us rows unbounded preceding)
),

spans as (
    select
        group_no,
        day_no,
        arg_min(cases, at_us) as at_start,
        max(cases) as highest,
        sum(cases * (until_us - at_us)::hugeint) as case_us,
        max(until_us) - min(at_us) as length_us
    from levels
    where until_us is not null
    group by group_no, day_no
),

numbered as (
    select
        group_no,
        since::date as since,
        row_number() over (partition by group_no order by since) as day_no,
        row_number() over (partition by group_no order by since desc) as from_last
    from edges
)

select
    numbered.group_no,
    numbered.since,
    coalesce(spans.at_start, 0) as at_start,
    coalesce(spans.highest, 0) as highest,
    coalesce(spans.case_us, 0) as case_us,
    coalesce(spans.length_us, 0) as length_us
from numbered
left join spans using (group_no, day_no)
where numbered.from_last > 1
order by numbered.group_no, numbered.since
