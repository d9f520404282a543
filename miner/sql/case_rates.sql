-- One row per day, week or month, also without any: the cases that began and that ended in it.
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
        max(traces.ts_us) filter (where ends.is_end) as ended_us
    from traces
    inner join ends using (activity_no)
    group by traces.group_no, traces.case_no
),

moments as (
    select
        group_no,
        began_us as at_us,
        1 as began,
        0 as ended
    from lives
    union all
    select
        group_no,
        ended_us as at_us,
        0 as began,
        1 as ended
    from lives
    where ended_us is not null
),

counted as (
    select
        group_no,
        date_trunc($unit, timezone($zone, make_timestamptz(at_us)))::date as since,
        sum(began)::bigint as began,
        sum(ended)::bigint as ended
    from moments
    group by all
),

spans as (
    select
        group_no,
        unnest(
            generate_series(min(since)::timestamp, max(since)::timestamp, ('1 ' || $unit)::interval)
        )::date as since
    from counted
    group by group_no
)

select
    spans.group_no,
    spans.since,
    coalesce(counted.began, 0) as began,
    coalesce(counted.ended, 0) as ended
from spans
left join counted using (group_no, since)
order by spans.group_no, spans.since
