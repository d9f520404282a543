-- One row per party whose turn it was: its waits and their sum, and quantiles of the sum per case (microseconds).
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
),

case_turns as (
    select
        group_no,
        party,
        count(*) as waits,
        sum(wait_us)::bigint as total_us
    from turns
    where wait_us is not null
    group by group_no, case_no, party
),

summed as (
    select
        group_no,
        party,
        sum(waits)::bigint as waits,
        count(*) as cases,
        sum(total_us) as total_us,
        quantile_cont(total_us, [0.5, 0.9]) as quantiles_us
    from case_turns
    group by group_no, party
)

select
    group_no,
    party,
    waits,
    cases,
    total_us::bigint as total_us,
    ((2 * total_us + cases) // (2 * cases))::bigint as mean_us,
    round(quantiles_us[1])::bigint as p50_us,
    round(quantiles_us[2])::bigint as p90_us
from summed
order by group_no, total_us desc, party nulls last
