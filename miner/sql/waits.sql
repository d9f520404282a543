-- One row per directly-follows pair: the distribution of the wait between (microseconds).
with pairs as (
    select
        group_no,
        previous_activity_no,
        activity_no,
        count(*) as frequency,
        count(*) filter (where ts_us = previous_ts_us) as at_once,
        sum(ts_us - previous_ts_us) as total_us,
        min(ts_us - previous_ts_us) as least_us,
        max(ts_us - previous_ts_us) as most_us,
        quantile_cont(ts_us - previous_ts_us, [0.1, 0.25, 0.5, 0.75, 0.9, 0.99]) as quantiles_us
    from traces
    where previous_activity_no is not null
    group by group_no, previous_activity_no, activity_no
)

select
    pairs.group_no,
    sources.activity as source,
    targets.activity as target,
    pairs.frequency,
    pairs.at_once,
    ((2 * pairs.total_us + pairs.frequency) // (2 * pairs.frequency))::bigint as mean_us,
    pairs.least_us,
    round(pairs.quantiles_us[1])::bigint as p10_us,
    round(pairs.quantiles_us[2])::bigint as p25_us,
    round(pairs.quantiles_us[3])::bigint as p50_us,
    round(pairs.quantiles_us[4])::bigint as p75_us,
    round(pairs.quantiles_us[5])::bigint as p90_us,
    round(pairs.quantiles_us[6])::bigint as p99_us,
    pairs.most_us
from pairs
inner join activities as sources on pairs.previous_activity_no = sources.activity_no
inner join activities as targets on pairs.activity_no = targets.activity_no
order by pairs.group_no, pairs.frequency desc, source, target, pairs.previous_activity_no, pairs.activity_no
