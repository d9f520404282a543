-- One row per JSON object of a file, counted from 1: those of an array or a page, or objects over several lines.
create or replace temp view records as
with objects as (
    select json
    from read_json_objects(
        getvariable('file'), format = getvariable('json_format'), maximum_object_size = 50000000
    )
),

listed as (
    select unnest(coalesce(rows_of_page(json), [json])) as document
    from objects
),

documents as (
    select row_number() over () as source_row, coalesce(document::varchar, 'null') as document
    from listed
)

select
    source_row,
    case when document[1] = '{' then document end as doc,
    case when document[1] <> '{' then 'not_an_object' end as reason,
    document as raw
from documents;
