-- One row per row that was rejected before and is no longer: its text goes, that it was there stays.
insert into quarantine by name
select
    c.load_id,
    getvariable('source') as source,
    b.source_file,
    b.source_row,
    arg_min(b.reason, b.first_seen) as reason,
    arg_min(b.detail, b.first_seen) as detail,
    min(b.first_seen) as first_seen,
    getvariable('now') as last_seen,
    'replayed' as replay_status,
    getvariable('run_id') as run_id
from rejected_before as b
inner join committing as c on b.source_file = c.source_file
anti join (
    select source_file, source_row
    from quarantine
    where source = getvariable('source')
) as q on b.source_file = q.source_file and b.source_row = q.source_row
group by all
order by b.source_file, b.source_row;
