-- One row per activity of the log: its events, and the cases in which it happened.
select
    traces.group_no,
    activities.activity,
    count(*) as events,
    count(distinct traces.case_no) as cases
from traces
inner join activities using (activity_no)
group by traces.group_no, activities.activity_no, activities.activity
order by traces.group_no, events desc, activities.activity, activities.activity_no
