-- One row per activity of the log: its events, and the cases in which it happened.
with case_blocks as (
    -- sixty-four cases to a row: far fewer rows to group than count(distinct) has
    select
        group_no,
        activity_no,
        count(*) as events,
        bit_or(1::ubigint << (case_no & 63)::ubigint) as case_bits
    from traces
    group by group_no, activity_no, case_no >> 6
),

counted as (
    select
        group_no,
        activity_no,
        sum(events)::bigint as events,
        sum(bit_count(case_bits))::bigint as cases
    from case_blocks
    group by group_no, activity_no
)

select
    counted.group_no,
    activities.activity,
    counted.events,
    counted.cases
from counted
inner join activities using (activity_no)
order by counted.group_no, counted.events desc, activities.activity, activities.activity_no
