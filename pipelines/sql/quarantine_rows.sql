-- One row per rejected input row, with the time it was first met.
create or replace temp table committing as
select unnest(getvariable('files'), recursive := true);

create or replace temp view staged as
select s.*, c.load_id, c.source_file
from read_parquet(getvariable('staged_files')) as s
inner join committing as c on s.file_no = c.file_no;

insert into quarantine by name
select
    s.load_id,
    getvariable('source') as source,
    s.source_file,
    s.source_row,
    s.reason,
    concat_ws('; ', 'found ' || nullif(s.found, ''), map_from_entries(getvariable('expected'))[s.reason]) as detail,
    s.raw_text,
    coalesce(b.first_seen, getvariable('now')) as first_seen,
    getvariable('now') as last_seen,
    'new' as replay_status,
    getvariable('run_id') as run_id,
    case when s.raw_text is not null then 'plain' end as raw_form
from staged as s
left join seen_before as b
    on s.source_file = b.source_file
    and s.source_row = b.source_row
    and s.reason = b.reason
    and s.raw_text is not distinct from b.raw_text
where s.reason is not null
order by s.file_no, s.source_row;
