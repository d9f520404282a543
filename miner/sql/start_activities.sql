-- One row per activity that begins a case: the cases that it begins.
select
    traces.group_no,
    activities.activity,
    count(*) as cases
from traces
inner join activities using (activity_no)
where traces.position = 1
group by traces.group_no, activities.activity_no, activities.activity
order by traces.group_no, cases desc, activities.activity, activities.activity_no
