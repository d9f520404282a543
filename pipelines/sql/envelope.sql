-- One row per input row: doc is the record inside what a connector put around it.
drop view if exists enveloped;
alter view records rename to enveloped;
create or replace temp view records as
select
    source_row,
    case when json_valid(record) and record[1] = '{' then record end as doc,
    coalesce(reason, case
        when record is not null and not json_valid(record) then 'invalid_json'
        when record is null or record[1] <> '{' then 'not_an_object'
    end) as reason,
    raw
from (
    select source_row, reason, raw, ltrim(doc ->> getvariable('envelope')::varchar) as record
    from enveloped
);
