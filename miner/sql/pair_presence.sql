-- One row per block of cases and pair: the cases in which it occurs; a start has no source, an end no target.
with lives as (
    select
        group_no,
        case_no,
        min(ts_us) as began_us,
        arg_max(activity_no, position) as last_no
    from traces
    group by group_no, case_no
),

placed as (
    select
        group_no,
        case_no,
        began_us,
        last_no,
        -- by the name of a case, not its number: a log that grew has other numbers than one made anew
        (row_number() over (partition by group_no order by began_us, cases.case_id, case_no) - 1)
        // $block as block
    from lives
    left join main.cases using (case_no)
),

blocks as (
    select
        group_no,
        block,
        min(began_us) as began_us,
        count(*) as cases
    from placed
    group by group_no, block
),

pairs as (
    select
        group_no,
        case_no,
        previous_activity_no as source_no,
        activity_no as target_no
    from traces
    union
    select
        group_no,
        case_no,
        last_no as source_no,
        null as target_no
    from lives
),

counted as (
    select
        placed.group_no,
        placed.block,
        pairs.source_no,
        pairs.target_no,
        count(*) as present
    from pairs
    inner join placed using (group_no, case_no)
    group by all
)

select
    counted.group_no,
    counted.block,
    blocks.began_us,
    blocks.cases,
    sources.activity as source,
    targets.activity as target,
    counted.present
from counted
inner join blocks using (group_no, block)
left join activities as sources on counted.source_no = sources.activity_no
left join activities as targets on counted.target_no = targets.activity_no
where
    (counted.source_no is null or sources.activity_no is not null)
    and (counted.target_no is null or targets.activity_no is not null)
order by counted.group_no, counted.block, sources.activity_no nulls first, targets.activity_no nulls last
