-- One row per file of a source that was hashed: its hash, size and time of change.
select source_file, file_sha256, size_bytes, changed_ns
from warehouse.seen_files
where source = $source
order by source_file
