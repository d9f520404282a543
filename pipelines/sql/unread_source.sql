-- One row: a source that was stopped before a row was read, so that `compare` and `quarantine` know of it.
insert into quarantine by name
select
    'unread' as load_id,
    getvariable('source') as source,
    getvariable('source_files')::varchar as source_file,
    0 as source_row,
    'unreadable_source' as reason,
    getvariable('stopped')::varchar as detail,
    coalesce(
        (
            select min(first_seen)
            from seen_before
            where source_row = 0 and reason = 'unreadable_source'
        ),
        getvariable('now')
    ) as first_seen,
    getvariable('now') as last_seen,
    'new' as replay_status,
    getvariable('run_id') as run_id;
