-- One row per staged file: its events, whether each of its rows is one of the staged, those rejected by reason.
with rejected as (
    select
        file_no, reason, count(*) as rows, min(source_row) as first_row,
        shown_found(reason, arg_min(found, source_row)) as found
    from staged_rows(getvariable('staged_files'))
    where reason is not null
    group by file_no, reason
)

select
    s.file_no,
    count(s.event_id) as events,
    min(s.part) = 1 and max(s.part) = 1 as is_one_each,
    (
        select list({'reason': r.reason, 'rows': r.rows, 'row': r.first_row, 'found': r.found} order by r.reason)
        from rejected as r
        where r.file_no = s.file_no
    ) as reasons
from staged_rows(getvariable('staged_files')) as s
group by s.file_no
order by s.file_no
