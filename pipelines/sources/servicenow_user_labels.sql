-- One row per user name: the sys_id that other tables call that user.
select
    'user' as kind,
    lower(plain_value(json_extract(doc, '$.user_name'))) as id,
    plain_value(json_extract(doc, '$.sys_id')) as label,
    coalesce(
        utc_instant(plain_value(json_extract(doc, '$.sys_updated_on'))), timestamptz '1971-01-01 00:00:00+00'
    ) as written_at
from records
where doc is not null
