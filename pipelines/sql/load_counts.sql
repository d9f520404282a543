-- One row per load that was committed: how its rows ended.
select rows_read, rows_loaded, rows_duplicate, rows_quarantined, events_loaded, events_duplicate
from loads
where load_id = $load_id
order by load_id
