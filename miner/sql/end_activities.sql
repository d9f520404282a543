-- One row per activity that ends a case (as far as the log goes): the cases that it ends.
with ends as (
    select
        group_no,
        arg_max(activity_no, position) as activity_no
    from traces
    group by group_no, case_no
)

select
    ends.group_no,
    activities.activity,
    count(*) as cases
from ends
inner join activities using (activity_no)
group by ends.group_no, activities.activity_no, activities.activity
order by ends.group_no, cases desc, activities.activity, activities.activity_no
