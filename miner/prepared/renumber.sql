-- One row per event, with the activities numbered in the order of their names again.
create or replace table prepared.numbered_events as
select n.* replace (a.activity_no as activity_no)
from prepared.numbered_events as n
inner join activity_numbers as a on n.activity_no = a.old_no;

create or replace table prepared.traces as
select t.* replace (
    a.activity_no as activity_no,
    b.activity_no as previous_activity_no
)
from prepared.traces as t
inner join activity_numbers as a on t.activity_no = a.old_no
left join activity_numbers as b on t.previous_activity_no = b.old_no;

update prepared.activities
set activity_no = a.activity_no
from activity_numbers as a
where activities.activity = a.activity;
