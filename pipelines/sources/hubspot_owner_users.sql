-- One row per owner: which user it is.
select
    'owner' as kind,
    cleaned(coalesce(doc ->> '$.owner_id', doc ->> '$.id')) as id,
    cleaned(coalesce(doc ->> '$.active_user_id', doc ->> '$.userId')) as label,
    coalesce(
        landed_instant(cleaned(coalesce(doc ->> '$.updated_at', doc ->> '$.updatedAt', doc ->> '$._fivetran_synced'))),
        timestamptz '1971-01-01 00:00:00+00'
    ) as written_at
from records
where doc is not null
