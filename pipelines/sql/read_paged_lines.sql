-- One row per row of the pages in a file of JSON lines, counted over all of them; any other line is one, too.
create or replace temp view records as
with lines as (
    select
        line,
        case
            when not json_valid(line) then 'invalid_json'
            when not regexp_matches(line, '^\s*\{') then 'not_an_object'
        end as fault
    from file_lines
),

listed as (
    select
        fault,
        unnest(case
            when fault is null then coalesce(rows_of_page(line::json), [line::json])::varchar[]
            else [line]
        end) as document
    from lines
),

numbered as (
    select
        row_number() over () as source_row,
        coalesce(document, 'null') as document,
        case
            when fault is not null then fault
            when not coalesce(starts_with(ltrim(document), '{'), false) then 'not_an_object'
        end as reason
    from listed
)

select source_row, case when reason is null then document end as doc, reason, document as raw
from numbered;
