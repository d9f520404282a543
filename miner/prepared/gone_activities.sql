-- One row per activity that an event has still in activity_numbers: numbers are the ranks of names again.
delete from prepared.activities
where activity_no not in (select numbered_events.activity_no from prepared.numbered_events);

create or replace temp table activity_numbers as
select
    activity,
    activity_no as old_no,
    (row_number() over (order by activity))::integer as activity_no
from prepared.activities;

select count(*) from activity_numbers where activity_no <> old_no;
