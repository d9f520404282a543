-- One row per activity: its events, and the batches of them: several cases, one straight after another.
with events as (
    select
        group_no,
        activity_no,
        case_no,
        ts_us,
        ts_us - lag(ts_us) over moments as since_us
    from traces
    window moments as (partition by group_no, activity_no order by ts_us)
),

marked as (
    select
        group_no,
        activity_no,
        case_no,
        ts_us,
        sum((since_us is null or since_us > $gap_us)::integer) over (
            partition by group_no, activity_no order by ts_us
        ) as run_no
    from events
),

runs as (
    select
        group_no,
        activity_no,
        count(*) as events,
        count(distinct case_no) as cases,
        max(ts_us) - min(ts_us) as length_us
    from marked
    group by group_no, activity_no, run_no
)

select
    runs.group_no,
    activities.activity,
    sum(runs.events)::bigint as events,
    count(*) filter (where runs.cases >= $least) as batches,
    coalesce(sum(runs.events) filter (where runs.cases >= $least), 0)::bigint as batched_events,
    coalesce(max(runs.cases) filter (where runs.cases >= $least), 0) as most_cases,
    count(*) filter (where runs.cases >= $least and runs.length_us = 0) as at_once
from runs
inner join activities using (activity_no)
group by runs.group_no, activities.activity_no, activities.activity
order by runs.group_no, batched_events desc, activities.activity, activities.activity_no
