-- One row per simulated event in simulated: case, activity, time; a service of twenty-four activities.
-- The cases from $first up to $last of $cases, ten events each on average. Everything comes from hash() and
-- integers: the same rows on every machine. Three in ten cases follow one of five usual paths; in the
-- others each event may be another, mostly a usual one, so that most variants are rare.
create or replace temp table simulated as
with cases as (
    select
        i as case_index,
        hash(i, 'kind') % 10 < 3 as usual,
        hash(i, 'path') % 5 as path,
        -- from 5 to 20 events, by the square of an even share
        5 + (15 * pow(hash(i, 'length') % 1_000, 2) / 998_001)::bigint as steps,
        -- begun within two years
        1_640_995_200 + (63_072_000 * i) // $cases + (hash(i, 'start') % 864_000)::bigint as started_s
    from range($first, $last) as indices(i)
),

steps as (
    select
        cases.*,
        step,
        hash(case_index, step, 'chance') % 100 as chance,
        hash(case_index, step, 'other') % 240 as other,
        hash(case_index, step, 'wait') as wait_bits
    from cases, range(cases.steps) as step_numbers(step)
),

chosen as (
    select
        case_index,
        step,
        started_s,
        if(
            usual or chance < 88,
            (path + step * (1 + path % 2)) % 24,
            (other * other * other // 576_000) % 24
        ) as activity_index,
        -- one wait in twenty is nothing, the others are from 8 seconds to 24 days
        if(
            step = 0 or wait_bits % 20 = 0,
            0,
            (1 << (3 + (wait_bits // 32) % 18)::integer) * (1_000 + (wait_bits // 1_024) % 1_000) // 1_000
        )::bigint as wait_s
    from steps
)

select
    'case-' || lpad((hash(case_index, 'name') % 1_000_000)::varchar, 6, '0') || '-' || case_index as "case",
    'activity ' || chr((97 + activity_index)::integer) as activity,
    make_timestamp(
        1_000_000 * (started_s + sum(wait_s) over (partition by case_index order by step))::bigint
    )::timestamptz as "time"
from chosen;
