-- One row per JSON object of a file, counted from 1: those of an array, or objects over several lines.
create or replace temp view records as
with documents as (
    select row_number() over () as source_row, json::varchar as document
    from read_json_objects(
        getvariable('file'), format = getvariable('json_format'), maximum_object_size = 50000000
    )
)
select
    source_row,
    case when document[1] = '{' then document end as doc,
    case when document[1] <> '{' then 'not_an_object' end as reason,
    document as raw
from documents;
