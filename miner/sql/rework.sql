-- One row per activity: its events and cases, the cases that repeat it, and how often at once again.
with done as (
    select
        group_no,
        activity_no,
        count(*) as events,
        count(*) filter (where previous_activity_no = activity_no) as self_loops
    from traces
    group by group_no, case_no, activity_no
)

select
    done.group_no,
    activities.activity,
    sum(done.events)::bigint as events,
    count(*) as cases,
    count(*) filter (where done.events > 1) as repeated_cases,
    sum(done.events - 1)::bigint as repeats,
    sum(done.self_loops)::bigint as self_loops,
    count(*) filter (where done.self_loops > 0) as self_loop_cases
from done
inner join activities using (activity_no)
group by done.group_no, activities.activity_no, activities.activity
order by done.group_no, repeats desc, activities.activity, activities.activity_no
