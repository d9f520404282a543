-- One row per row of a file of contacts or admins: who an id is, and how late that was written.
select
    cleaned(doc ->> '$.id') as actor,
    case getvariable('table_name') when 'contact' then 'customer' else 'person' end as actor_kind,
    case getvariable('table_name')
        when 'contact' then cleaned(doc ->> '$.role')
        else coalesce(cleaned(doc ->> '$.job_title'), 'admin')
    end as role,
    coalesce(
        intercom_instant(cleaned(doc ->> '$.updated_at')), timestamptz '1971-01-01 00:00:00+00'
    ) as written_at
from records
where doc is not null
