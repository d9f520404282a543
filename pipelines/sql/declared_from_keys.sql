-- One row per row that is a JSON object: what stands under the keys of `shape`, taken out at once, is its cells.
create or replace temp view opened as
select source_row, reason, raw as line, json_transform(doc, getvariable('shape')::varchar) as cells, doc
from records;
