-- One row per rejected row: where it stands, why, and what it looks like.
select
    source, source_file, source_row, reason, detail, raw_text, raw_form, first_seen, last_seen,
    replay_status, run_id
from quarantine
where ($source is null or source = $source) and ($reason is null or reason = $reason)
order by source, source_file, source_row
