-- One row per case and party whose turn it was: how long the case waited for it (microseconds).
-- Each wait is the party's that acts next; what came after the last event of any party is nobody's.
with parties as (
    select
        activities.activity_no,
        told.party
    from activities
    inner join (
        select
            unnest($names::varchar[]) as activity,
            unnest($parties::varchar[]) as party
    ) as told using (activity)
),

turns as (
    select
        traces.group_no,
        traces.case_no,
        traces.ts_us - traces.previous_ts_us as wait_us,
        first_value(parties.party ignore nulls) over (
            partition by traces.case_no
            order by traces.position rows between current row and unbounded following
        ) as party
    from traces
    left join parties using (activity_no)
)

select
    group_no,
    case_no,
    party,
    count(*) as waits,
    sum(wait_us)::bigint as total_us
from turns
where wait_us is not null
group by group_no, case_no, party
order by group_no, case_no, party nulls last
