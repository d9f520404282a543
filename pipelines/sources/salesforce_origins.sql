-- One row per case that says where it came from: the channel of its first event.
select
    'origin' as kind,
    salesforce_id(coalesce(doc ->> '$.Id', doc ->> '$.id')) as id,
    lower(cleaned(coalesce(doc ->> '$.Origin', doc ->> '$.origin'))) as label,
    coalesce(
        instant(cleaned(doc ->> '$.LastModifiedDate')),
        landed_instant(cleaned(coalesce(doc ->> '$._fivetran_start', doc ->> '$._fivetran_synced'))),
        timestamptz '1971-01-01 00:00:00+00'
    ) as written_at
from records
where doc is not null and cleaned(coalesce(doc ->> '$.Origin', doc ->> '$.origin')) is not null
