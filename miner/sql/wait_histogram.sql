-- One row per directly-follows pair and bin from its first to its last: the waits of that length.
-- Bins are [from, to) in microseconds: between $edges, or of the least of $widths with at most $bins bins.
with pairs as (
    select
        group_no,
        previous_activity_no as source_no,
        activity_no as target_no,
        ts_us - previous_ts_us as value_us
    from traces
    where previous_activity_no is not null
),

scales as (
    select
        group_no,
        source_no,
        target_no,
        min(value_us) as least_us,
        max(value_us) as most_us,
        list_min(
            list_filter(
                $widths::bigint[], lambda width: most_us // width - least_us // width < $bins
            )
        ) as width_us
    from pairs
    group by group_no, source_no, target_no
),

-- the logarithm may be off by one where an edge is near: the edges decide
placed as (
    select
        pairs.group_no,
        pairs.source_no,
        pairs.target_no,
        scales.width_us,
        pairs.value_us,
        1 + if(
            pairs.value_us < 1_000_000, 0, 1 + floor(2 * log2(pairs.value_us / 1_000_000))::bigint
        ) as guess
    from pairs
    inner join scales using (group_no, source_no, target_no)
),

counted as (
    select
        group_no,
        source_no,
        target_no,
        width_us,
        if(
            $edges::bigint[] is null,
            value_us // width_us,
            guess
            + (value_us >= ($edges::bigint[])[guess + 1])::integer
            - (value_us < ($edges::bigint[])[guess])::integer
        ) as bin_no,
        count(*) as frequency
    from placed
    group by all
),

bins as (
    select
        group_no,
        source_no,
        target_no,
        width_us,
        unnest(range(min(bin_no), max(bin_no) + 1)) as bin_no
    from counted
    group by group_no, source_no, target_no, width_us
)

select
    bins.group_no,
    sources.activity as source,
    targets.activity as target,
    coalesce(($edges::bigint[])[bins.bin_no], bins.bin_no * bins.width_us) as from_us,
    coalesce(($edges::bigint[])[bins.bin_no + 1], (bins.bin_no + 1) * bins.width_us) as to_us,
    coalesce(counted.frequency, 0) as frequency
from bins
left join counted using (group_no, source_no, target_no, bin_no)
inner join activities as sources on bins.source_no = sources.activity_no
inner join activities as targets on bins.target_no = targets.activity_no
order by bins.group_no, source, target, bins.source_no, bins.target_no, from_us
