-- One row per pair of activities that follow each other straight both ways: how often each way.
with neighbours as (
    select
        group_no,
        case_no,
        least(previous_activity_no, activity_no) as one_no,
        greatest(previous_activity_no, activity_no) as other_no,
        activity_no > previous_activity_no as is_one_first,
        ts_us = previous_ts_us as is_tie
    from traces
    where previous_activity_no <> activity_no
),

pairs as (
    select
        group_no,
        one_no,
        other_no,
        count(*) filter (where is_one_first) as one_first,
        count(*) filter (where not is_one_first) as other_first,
        count(*) filter (where is_tie) as at_once,
        count(distinct case_no) as cases
    from neighbours
    group by group_no, one_no, other_no
)

select
    pairs.group_no,
    ones.activity as one,
    others.activity as other,
    pairs.one_first,
    pairs.other_first,
    pairs.at_once,
    pairs.cases
from pairs
inner join activities as ones on pairs.one_no = ones.activity_no
inner join activities as others on pairs.other_no = others.activity_no
where pairs.one_first > 0 and pairs.other_first > 0
order by pairs.group_no, pairs.one_first + pairs.other_first desc, one, other, pairs.one_no, pairs.other_no
