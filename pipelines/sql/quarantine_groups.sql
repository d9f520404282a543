-- One row per source, reason and file of rejected rows: how many, the first of them, what became of them.
select
    source,
    reason,
    source_file,
    count(*) as rows,
    min(source_row) as first_row,
    arg_min_null(detail, source_row) as detail,
    min(first_seen) as first_seen,
    max(last_seen) as last_seen,
    count(*) filter (where replay_status = 'still_bad') as still_bad,
    count(*) filter (where replay_status = 'replayed') as replayed
from quarantine
where ($source is null or source = $source) and ($reason is null or reason = $reason)
group by source, reason, source_file
order by source, rows desc, reason, source_file
