-- One row per load among those asked for: how its rows ended.
select
    load_id, source_file, rows_read, rows_loaded, rows_duplicate, rows_quarantined,
    events_loaded, events_duplicate, events_conflicting
from loads
where list_contains($load_ids::varchar[], load_id)
order by source_file, load_id
