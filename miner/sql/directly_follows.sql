-- One row per directly-follows pair: how often, in how many cases, and the wait between (microseconds).
with pairs as (
    select
        group_no,
        previous_activity_no,
        activity_no,
        count(*) as frequency,
        sum(ts_us - previous_ts_us) as total_us,
        quantile_cont(ts_us - previous_ts_us, [0.5, 0.9]) as quantiles_us
    from traces
    where previous_activity_no is not null
    group by group_no, previous_activity_no, activity_no
),

-- the cases of a pair, sixty-four to a row: far fewer rows to group than count(distinct) has
case_blocks as (
    select
        group_no,
        previous_activity_no,
        activity_no,
        bit_or(1::ubigint << (case_no & 63)::ubigint) as case_bits
    from traces
    where previous_activity_no is not null
    group by group_no, previous_activity_no, activity_no, case_no >> 6
),

pair_cases as (
    select
        group_no,
        previous_activity_no,
        activity_no,
        sum(bit_count(case_bits))::bigint as cases
    from case_blocks
    group by group_no, previous_activity_no, activity_no
)

select
    pairs.group_no,
    sources.activity as source,
    targets.activity as target,
    pairs.frequency,
    pair_cases.cases,
    ((2 * pairs.total_us + pairs.frequency) // (2 * pairs.frequency))::bigint as mean_us,
    round(pairs.quantiles_us[1])::bigint as p50_us,
    round(pairs.quantiles_us[2])::bigint as p90_us
from pairs
inner join pair_cases using (group_no, previous_activity_no, activity_no)
inner join activities as sources on pairs.previous_activity_no = sources.activity_no
inner join activities as targets on pairs.activity_no = targets.activity_no
order by pairs.group_no, pairs.frequency desc, source, target, pairs.previous_activity_no, pairs.activity_no
