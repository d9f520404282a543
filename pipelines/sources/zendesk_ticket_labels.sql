-- One row per row of Fivetran's ticket: when the ticket was created.
select
    'ticket created' as kind,
    cleaned(doc ->> '$.id') as id,
    cleaned(doc ->> '$.created_at') as label,
    coalesce(landed_instant(cleaned(doc ->> '$.updated_at')), timestamptz '1971-01-01 00:00:00+00') as written_at
from records
where doc is not null
