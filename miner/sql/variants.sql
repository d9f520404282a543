-- One row per variant, the most frequent first: its cases, and the cases down to this row.
with case_variants as (
    select list(activity_no order by position) as activity_nos
    from traces
    group by case_no
),

counted as (
    select
        activity_nos,
        count(*) as cases
    from case_variants
    group by activity_nos
),

names as (
    select map(list(activity_no), list(activity)) as name_of
    from activities
)

select
    list_transform(counted.activity_nos, lambda no: names.name_of[no]) as activities,
    counted.cases,
    (sum(counted.cases) over ranks)::bigint as cumulative_cases,
    (sum(counted.cases) over ())::bigint as all_cases
from counted
cross join names
window ranks as (order by counted.cases desc, counted.activity_nos rows unbounded preceding)
order by counted.cases desc, counted.activity_nos
limit $most
