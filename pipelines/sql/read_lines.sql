-- One row per line that is not blank; doc is null where the line is no JSON object. A file of JSON lines.
-- no smaller buffer_size: DuckDB 2.0 loses a line whose end is the first byte of the next buffer (docs/decisions.md)
create or replace temp view records as
with lines as (
    select row_number() over () as source_row, line
    from read_csv(
        getvariable('file'), columns = {'line': 'varchar'}, delim = chr(1), quote = '', escape = '',
        header = false, auto_detect = false, new_line = '\r\n', strict_mode = false,
        encoding = getvariable('encoding'), max_line_size = 50000000, store_rejects = true
    )
),

judged as (
    select
        source_row,
        line,
        case
            when not json_valid(line) then 'invalid_json'
            when not (starts_with(line, '{') or regexp_matches(line, '^\s*\{')) then 'not_an_object'
        end as reason
    from lines
    where line >= '!' or regexp_matches(line, '\S')
)

select source_row, case when reason is null then line end as doc, reason, line as raw
from judged;
