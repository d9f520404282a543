-- One row per activity in activity_numbers, old and new: its number is the rank of its name still.
create or replace temp table activity_numbers as
with named as (
    select
        activity,
        activity_no as old_no
    from prepared.activities
    union all
    select
        activity,
        null
    from part.main.activities
    anti join prepared.activities using (activity)
),

ranked as (
    select
        activity,
        old_no,
        row_number() over (order by activity) as rank,
        max(old_no) over () as last_no,
        count(old_no) over (order by activity rows between 1 following and unbounded following) as older_after
    from named
)

select
    activity,
    old_no,
    (case
        when bool_or(old_no is null and older_after > 0) over () then rank
        else coalesce(old_no, coalesce(last_no, 0) + count(*) filter (where old_no is null) over (order by activity))
    end)::integer as activity_no
from ranked;

select count(*) from activity_numbers where activity_no <> old_no;
