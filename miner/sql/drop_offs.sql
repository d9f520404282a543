-- One row per activity before the goal: the cases that did it, reached the goal, went on, or left there.
with goals as (
    select
        activity_no,
        list_contains($goals::varchar[], activity) as is_goal
    from activities
),

ways as (
    select
        traces.group_no,
        traces.case_no,
        min(traces.position) filter (where goals.is_goal) as goal_position,
        max(traces.position) as last_position
    from traces
    inner join goals using (activity_no)
    group by traces.group_no, traces.case_no
),

done as (
    select
        traces.group_no,
        traces.activity_no,
        ways.goal_position is not null as reached,
        max(traces.position) = ways.last_position as was_last
    from traces
    inner join ways using (group_no, case_no)
    where ways.goal_position is null or traces.position < ways.goal_position
    group by
        traces.group_no, traces.case_no, traces.activity_no, ways.goal_position, ways.last_position
)

select
    done.group_no,
    activities.activity,
    count(*) as cases,
    count(*) filter (where done.reached) as reached,
    count(*) filter (where not done.reached and not done.was_last) as went_on,
    count(*) filter (where not done.reached and done.was_last) as left_here
from done
inner join activities using (activity_no)
group by done.group_no, activities.activity_no, activities.activity
order by done.group_no, left_here desc, cases desc, activities.activity, activities.activity_no
