-- One row per file in the warehouse: its source, name and hash.
select distinct source, source_file, file_sha256
from loads
order by all
