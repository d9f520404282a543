-- One row per dot: an event, at its time and in the row of its case; at most as many as asked for, evenly taken.
with lives as (
    select
        group_no,
        case_no,
        min(ts_us) as began_us,
        count(*) as events
    from traces
    group by group_no, case_no
),

ranked as (
    select
        group_no,
        case_no,
        began_us,
        row_number() over moments as case_rank,
        (sum(events) over moments)::bigint - events as before,
        (sum(events) over (partition by group_no))::bigint as all_events
    from lives
    left join main.cases using (case_no)
    window
        moments as (
            partition by group_no order by began_us, cases.case_id, case_no rows unbounded preceding
        )
)

select
    ranked.group_no,
    ranked.case_rank,
    ranked.case_no,
    activities.activity,
    traces.ts_us,
    traces.ts_us - ranked.began_us as since_us
from traces
inner join ranked using (group_no, case_no)
inner join activities using (activity_no)
where (ranked.before + traces.position - 1) % greatest(1, (ranked.all_events + $most - 1) // $most) = 0
order by ranked.group_no, ranked.case_rank, traces.position
