-- One row per owner or user of HubSpot: who an id is.
select
    coalesce(
        cleaned(coalesce(doc ->> '$.active_user_id', doc ->> '$.userId')),
        'owner:' || cleaned(doc ->> '$.owner_id'),
        cleaned(doc ->> '$.id')
    ) as actor,
    'person' as actor_kind,
    null::varchar as role,
    coalesce(
        landed_instant(cleaned(coalesce(doc ->> '$.updated_at', doc ->> '$.updatedAt', doc ->> '$._fivetran_synced'))),
        timestamptz '1971-01-01 00:00:00+00'
    ) as written_at
from records
where doc is not null
