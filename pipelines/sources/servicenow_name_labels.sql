-- One row per SLA or metric that is defined: what its sys_id is called.
select
    getvariable('table_name') as kind,
    plain_value(json_extract(doc, '$.sys_id')) as id,
    plain_value(json_extract(doc, '$.name')) as label,
    coalesce(
        utc_instant(plain_value(json_extract(doc, '$.sys_updated_on'))), timestamptz '1971-01-01 00:00:00+00'
    ) as written_at
from records
where doc is not null
