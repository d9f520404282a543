-- One row per pair of activities: the cases in which the second happened some time after the first.
with spans as (
    select
        group_no,
        case_no,
        activity_no,
        min(position) as first_position,
        max(position) as last_position
    from traces
    group by group_no, case_no, activity_no
),

pairs as (
    select
        earlier.group_no,
        earlier.activity_no as source_no,
        later.activity_no as target_no,
        count(*) as cases
    from spans as earlier
    inner join spans as later
        on earlier.case_no = later.case_no
        and earlier.first_position < later.last_position
    group by earlier.group_no, source_no, target_no
)

select
    pairs.group_no,
    sources.activity as source,
    targets.activity as target,
    pairs.cases
from pairs
inner join activities as sources on pairs.source_no = sources.activity_no
inner join activities as targets on pairs.target_no = targets.activity_no
order by pairs.group_no, pairs.cases desc, source, target, pairs.source_no, pairs.target_no
