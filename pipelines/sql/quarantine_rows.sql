-- One row per rejected input row, with the time it was first met.
insert into quarantine
select
    getvariable('load_id') as load_id,
    getvariable('source') as source,
    getvariable('source_file') as source_file,
    s.source_row,
    s.reason,
    concat_ws('; ', 'found ' || nullif(s.found, ''), map_from_entries(getvariable('expected'))[s.reason]) as detail,
    s.raw_text,
    coalesce(b.first_seen, getvariable('now')) as first_seen,
    getvariable('now') as last_seen,
    'new' as replay_status
from read_parquet(getvariable('staged')) as s
left join seen_before as b
    on b.source_file = getvariable('source_file') and s.source_row = b.source_row and s.reason = b.reason and s.raw_text is not distinct from b.raw_text
where s.reason is not null
order by s.source_row;
