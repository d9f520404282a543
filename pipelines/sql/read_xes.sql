-- One row per event of an XES file, counted from 1; the registered table xes_rows holds it.
create or replace temp view records as
with numbered as (
    select row_number() over () as source_row, to_json("whole row of the file")::varchar as doc
    from xes_rows as "whole row of the file"
)
select source_row, doc, null::varchar as reason, doc as raw
from numbered;
