-- One row per contact or agent in a file of them: who an id is, and how late that was written.
select
    cleaned(doc ->> '$.id') as actor,
    case getvariable('table_name') when 'agent' then 'person' else 'customer' end as actor_kind,
    case getvariable('table_name') when 'agent' then 'agent' end as role,
    case getvariable('table_name')
        -- who became an agent stays in the contacts
        when 'agent' then timestamptz '2099-12-31 00:00:00+00'
        else coalesce(instant(cleaned(doc ->> '$.updated_at')), timestamptz '1971-01-01 00:00:00+00')
    end as written_at
from records
where doc is not null
