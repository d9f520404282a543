-- One row per load of a source: what the warehouse holds of its files.
select source_file, load_id, rows_duplicate
from loads
where source = $source
order by source_file, load_id
