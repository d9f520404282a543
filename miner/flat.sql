-- One row per case in cases, and per activity in activities, numbered in the order of their names.
-- Reads flat_events (case_id, activity, moment), whose rows may stand in any order.
create or replace table activities as
select
    (row_number() over (order by activity))::integer as activity_no,
    activity
from (
    select distinct activity
    from flat_events
)
order by activity_no;

create or replace table cases as
select
    (row_number() over (order by case_id))::integer as case_no,
    case_id
from (
    select distinct case_id
    from flat_events
)
order by case_no;
