-- One row per log with a case in it: the time from the first to the last event of a case (microseconds).
with case_times as (
    select
        group_no,
        max(ts_us) - min(ts_us) as throughput_us
    from traces
    group by group_no, case_no
),

summed as (
    select
        group_no,
        count(*) as cases,
        sum(throughput_us) as total_us,
        quantile_cont(throughput_us, [0.5, 0.9]) as quantiles_us
    from case_times
    group by group_no
)

select
    group_no,
    cases,
    ((2 * total_us + cases) // (2 * cases))::bigint as mean_us,
    round(quantiles_us[1])::bigint as p50_us,
    round(quantiles_us[2])::bigint as p90_us
from summed
order by group_no
