-- One row per variant, the most frequent first: its cases, and the cases down to this row.
with case_variants as (
    select
        group_no,
        list(activity_no order by position) as activity_nos
    from traces
    group by group_no, case_no
),

counted as (
    select
        group_no,
        activity_nos,
        count(*) as cases
    from case_variants
    group by group_no, activity_nos
),

ranked as (
    select
        group_no,
        activity_nos,
        cases,
        row_number() over ranks as number,
        (sum(cases) over ranks)::bigint as cumulative_cases,
        (sum(cases) over (partition by group_no))::bigint as all_cases
    from counted
    window
        ranks as (
            partition by group_no order by cases desc, activity_nos rows unbounded preceding
        )
),

names as (
    select map(list(activity_no), list(activity)) as name_of
    from activities
)

select
    ranked.group_no,
    list_transform(ranked.activity_nos, lambda no: names.name_of[no]) as activities,
    ranked.cases,
    ranked.cumulative_cases,
    ranked.all_cases
from ranked
cross join names
where $most is null or ranked.number <= $most
order by ranked.group_no, ranked.number
