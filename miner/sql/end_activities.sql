-- One row per activity that ends a case (as far as the log goes): the cases that it ends.
with ends as (
    select arg_max(activity_no, position) as activity_no
    from traces
    group by case_no
)

select
    activities.activity,
    count(*) as cases
from ends
inner join activities using (activity_no)
group by activities.activity_no, activities.activity
order by cases desc, activities.activity, activities.activity_no
