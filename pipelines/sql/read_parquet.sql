-- One row per row of a Parquet file, counted from 1.
create or replace temp view records as
select
    file_row_number + 1 as source_row,
    to_json("whole row of the file")::varchar as doc,
    null::varchar as reason,
    to_json("whole row of the file")::varchar as raw
from read_parquet(getvariable('file')) as "whole row of the file";
