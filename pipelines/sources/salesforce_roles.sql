-- One row per row of the UserRole table: the name of a role.
select
    'role' as kind,
    salesforce_id(coalesce(doc ->> '$.Id', doc ->> '$.id')) as id,
    cleaned(coalesce(doc ->> '$.Name', doc ->> '$.name')) as label,
    coalesce(
        instant(cleaned(doc ->> '$.LastModifiedDate')),
        landed_instant(cleaned(coalesce(doc ->> '$.last_modified_date', doc ->> '$._fivetran_synced'))),
        timestamptz '1971-01-01 00:00:00+00'
    ) as written_at
from records
where doc is not null
