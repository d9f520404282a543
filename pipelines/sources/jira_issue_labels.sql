-- One row per issue: who reported it, so that the other tables know the issue and its reporter.
select
    'issue' as kind,
    cleaned(doc ->> '$.id') as id,
    coalesce(cleaned(doc ->> '$.reporter'), cleaned(doc ->> '$.reporter_id'), '') as label,
    coalesce(
        utc_instant(coalesce(cleaned(doc ->> '$._fivetran_synced'), cleaned(doc ->> '$.updated_date'))),
        timestamptz '1971-01-01 00:00:00+00'
    ) as written_at
from records
where doc is not null
