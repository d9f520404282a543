-- One row per row of a CSV file, every value as text; the header, where there is one, is line 1.
create or replace temp view records as
with numbered as (
    select
        row_number() over () + getvariable('header_lines') + getvariable('rows_before') as source_row,
        "whole row of the file" as cells
    from read_csv(
        getvariable('file'), columns = getvariable('columns'), auto_detect = false, header = getvariable('has_header'),
        delim = getvariable('delimiter'), quote = getvariable('quote'), escape = getvariable('quote'),
        encoding = getvariable('encoding'), max_line_size = 50000000, store_rejects = true
    ) as "whole row of the file"
)
select
    source_row,
    to_json(cells)::varchar as doc,
    null::varchar as reason,
    to_json(cells)::varchar as raw,
    cells
from numbered;
