-- One row per name of a user that is a service account: its sys_id.
select
    plain_value(json_extract(doc, '$.sys_id')) as actor,
    'system' as actor_kind,
    null::varchar as role,
    coalesce(
        utc_instant(plain_value(json_extract(doc, '$.sys_updated_on'))), timestamptz '1971-01-01 00:00:00+00'
    ) as written_at
from records
where
    lower(plain_value(json_extract(doc, '$.web_service_access_only'))) in ('true', '1')
    or lower(plain_value(json_extract(doc, '$.internal_integration_user'))) in ('true', '1')
