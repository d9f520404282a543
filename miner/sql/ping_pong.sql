-- One row per pair: how often a case went from the first to the second and back, and the time away.
with runs as (
    select
        group_no,
        case_no,
        position,
        activity_no,
        ts_us,
        previous_activity_no,
        previous_ts_us
    from traces
    where previous_activity_no is distinct from activity_no
),

steps as (
    select
        group_no,
        case_no,
        activity_no as home_no,
        previous_activity_no as away_no,
        lag(previous_activity_no) over moments as before_no,
        ts_us - lag(previous_ts_us) over moments as away_us
    from runs
    window moments as (partition by group_no, case_no order by position)
),

pairs as (
    select
        group_no,
        home_no,
        away_no,
        count(*) as frequency,
        count(distinct case_no) as cases,
        sum(away_us) as total_us,
        quantile_cont(away_us, [0.5, 0.9]) as quantiles_us
    from steps
    where home_no = before_no
    group by group_no, home_no, away_no
)

select
    pairs.group_no,
    homes.activity as home,
    aways.activity as away,
    pairs.frequency,
    pairs.cases,
    ((2 * pairs.total_us + pairs.frequency) // (2 * pairs.frequency))::bigint as mean_us,
    round(pairs.quantiles_us[1])::bigint as p50_us,
    round(pairs.quantiles_us[2])::bigint as p90_us
from pairs
inner join activities as homes on pairs.home_no = homes.activity_no
inner join activities as aways on pairs.away_no = aways.activity_no
order by pairs.group_no, pairs.frequency desc, home, away, pairs.home_no, pairs.away_no
