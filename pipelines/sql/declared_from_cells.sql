-- One row per row of a CSV file: its columns are its cells.
create or replace temp view opened as
select source_row, reason, null::varchar as line, cells, doc
from records;
