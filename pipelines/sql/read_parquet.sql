-- One row per row of a Parquet file, counted from 1; columns in the letters that the mapping has.
create or replace temp view records as
with numbered as (
    select file_row_number + 1 as source_row, to_json("whole row of the file")::varchar as doc
    from read_parquet(getvariable('file')) as "whole row of the file"
)
select
    source_row,
    case
        when len(getvariable('found_names')) = 0 then doc
        else to_json(map_from_entries([
            {
                'key': coalesce(map(getvariable('found_names'), getvariable('spelt_names'))[e.key], e.key),
                'value': e.value
            }
            for e in map_entries(doc::json::map(varchar, json))
        ]))::varchar
    end as doc,
    null::varchar as reason,
    doc as raw
from numbered;
