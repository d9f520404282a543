-- One row per cell of the dotted chart and activity: every event is counted, in even columns and rows.
-- Columns are [from, to) in microseconds, rows the ranks of cases by their first event.
with lives as (
    select
        group_no,
        case_no,
        min(ts_us) as began_us
    from traces
    group by group_no, case_no
),

ranked as (
    select
        group_no,
        case_no,
        began_us,
        row_number() over (partition by group_no order by began_us, cases.case_id, case_no) - 1 as case_rank,
        count(*) over (partition by group_no) as all_cases
    from lives
    left join main.cases using (case_no)
),

dots as (
    select
        traces.group_no,
        traces.activity_no,
        traces.ts_us - if($relative, ranked.began_us, 0) as at_us,
        ranked.case_rank * $rows // ranked.all_cases as row_no,
        ranked.all_cases
    from traces
    inner join ranked using (group_no, case_no)
),

spans as (
    select
        group_no,
        min(at_us) as least_us,
        max(at_us) - min(at_us) + 1 as span_us
    from dots
    group by group_no
),

cells as (
    select
        dots.group_no,
        ((dots.at_us - spans.least_us)::hugeint * $columns // spans.span_us)::bigint as column_no,
        dots.row_no,
        dots.activity_no,
        dots.all_cases,
        spans.least_us,
        spans.span_us,
        count(*) as events
    from dots
    inner join spans using (group_no)
    group by all
)

select
    cells.group_no,
    cells.least_us
    + ((cells.column_no * cells.span_us::hugeint + $columns - 1) // $columns)::bigint as from_us,
    cells.least_us
    + (((cells.column_no + 1) * cells.span_us::hugeint + $columns - 1) // $columns)::bigint as to_us,
    (cells.row_no * cells.all_cases + $rows - 1) // $rows + 1 as from_rank,
    ((cells.row_no + 1) * cells.all_cases + $rows - 1) // $rows as to_rank,
    activities.activity,
    cells.events
from cells
inner join activities using (activity_no)
order by cells.group_no, cells.column_no, cells.row_no, activities.activity, cells.activity_no
