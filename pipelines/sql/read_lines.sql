-- One row per line that is not blank; doc is null where the line is no JSON object. A file of JSON lines.
-- DuckDB's own readers lose lines of large files: pipelines/text_lines.py gives file_lines (docs/decisions.md)
create or replace temp view records as
with judged as (
    select
        source_row,
        line,
        case
            when not json_valid(line) then 'invalid_json'
            when not (starts_with(line, '{') or regexp_matches(line, '^\s*\{')) then 'not_an_object'
        end as reason
    from file_lines
    -- lines with a fault come with the rejects
    where fault is null
)

select source_row, case when reason is null then line end as doc, reason, line as raw
from judged;
