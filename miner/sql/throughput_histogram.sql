-- One row per bin from the first to the last with a case: the cases with such a throughput time.
-- Bins are [from, to) in microseconds: between $edges, or of the least of $widths with at most $bins bins.
with lives as (
    select
        group_no,
        max(ts_us) - min(ts_us) as value_us
    from traces
    group by group_no, case_no
),

scales as (
    select
        group_no,
        min(value_us) as least_us,
        max(value_us) as most_us,
        list_min(
            list_filter(
                $widths::bigint[], lambda width: most_us // width - least_us // width < $bins
            )
        ) as width_us
    from lives
    group by group_no
),

-- the logarithm may be off by one where an edge is near: the edges decide
placed as (
    select
        lives.group_no,
        scales.width_us,
        lives.value_us,
        1 + if(
            lives.value_us < 1_000_000, 0, 1 + floor(2 * log2(lives.value_us / 1_000_000))::bigint
        ) as guess
    from lives
    inner join scales using (group_no)
),

counted as (
    select
        group_no,
        width_us,
        if(
            $edges::bigint[] is null,
            value_us // width_us,
            guess
            + (value_us >= ($edges::bigint[])[guess + 1])::integer
            - (value_us < ($edges::bigint[])[guess])::integer
        ) as bin_no,
        count(*) as cases
    from placed
    group by all
),

bins as (
    select
        group_no,
        width_us,
        unnest(range(min(bin_no), max(bin_no) + 1)) as bin_no
    from counted
    group by group_no, width_us
)

select
    bins.group_no,
    coalesce(($edges::bigint[])[bins.bin_no], bins.bin_no * bins.width_us) as from_us,
    coalesce(($edges::bigint[])[bins.bin_no + 1], (bins.bin_no + 1) * bins.width_us) as to_us,
    coalesce(counted.cases, 0) as cases
from bins
left join counted using (group_no, bin_no)
order by bins.group_no, from_us
