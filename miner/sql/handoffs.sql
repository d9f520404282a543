-- One row per pair that differs: how often a case went straight from one to the other, and the wait.
with pairs as (
    select
        group_no,
        previous_activity_no,
        activity_no,
        count(*) as frequency,
        count(distinct case_no) as cases,
        sum(ts_us - previous_ts_us) as total_us,
        quantile_cont(ts_us - previous_ts_us, [0.5, 0.9]) as quantiles_us
    from traces
    where previous_activity_no <> activity_no
    group by group_no, previous_activity_no, activity_no
)

select
    pairs.group_no,
    sources.activity as source,
    targets.activity as target,
    pairs.frequency,
    pairs.cases,
    ((2 * pairs.total_us + pairs.frequency) // (2 * pairs.frequency))::bigint as mean_us,
    round(pairs.quantiles_us[1])::bigint as p50_us,
    round(pairs.quantiles_us[2])::bigint as p90_us
from pairs
inner join activities as sources on pairs.previous_activity_no = sources.activity_no
inner join activities as targets on pairs.activity_no = targets.activity_no
order by pairs.group_no, pairs.frequency desc, source, target, pairs.previous_activity_no, pairs.activity_no
