-- One row per activity of the log: its events, and the cases in which it happened.
select
    activities.activity,
    count(*) as events,
    count(distinct traces.case_no) as cases
from traces
inner join activities using (activity_no)
group by activities.activity_no, activities.activity
order by events desc, activities.activity, activities.activity_no
