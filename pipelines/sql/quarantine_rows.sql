-- One row per rejected input row, with the time it was first met.
create or replace temp table committing as
select unnest(getvariable('files'), recursive := true);

create or replace temp view staged as
select s.*, c.load_id, c.source_file
from staged_rows(getvariable('staged_files')) as s
inner join committing as c on s.file_no = c.file_no;

insert into quarantine by name
with rejected as (
    select
        *,
        shown_found(reason, found) as told,
        redacted(raw_text, found) as shape,
        row_number() over (partition by file_no, source_row order by part) as place
    from staged
    where reason is not null
)

select
    s.load_id,
    getvariable('source') as source,
    s.source_file,
    s.source_row,
    s.reason,
    concat_ws(
        '; ', 'found ' || nullif(s.told, ''), map_from_entries(getvariable('expected'))[s.reason]
    ) as detail,
    case when getvariable('quarantine_form') = 'plain' then s.raw_text else s.shape end as raw_text,
    coalesce(b.first_seen, getvariable('now')) as first_seen,
    getvariable('now') as last_seen,
    if(t.source_row is null, 'new', 'still_bad') as replay_status,
    getvariable('run_id') as run_id,
    case when s.raw_text is not null then getvariable('quarantine_form')::varchar end as raw_form
from rejected as s
left join seen_before as b
    on s.source_file = b.source_file
    and s.source_row = b.source_row
    and s.reason = b.reason
    -- after its retention nothing is left to compare
    and (b.is_shapeless or s.shape is null or list_contains(b.shapes, s.shape))
left join (select distinct source_file, source_row from rejected_before) as t
    on s.source_file = t.source_file and s.source_row = t.source_row
where s.place = 1
order by s.file_no, s.source_row;
