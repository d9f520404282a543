-- One row per user in a file of users: who an id is, and how late that was written.
select
    cleaned(person ->> '$.id') as actor,
    case cleaned(person ->> '$.role')
        when 'end-user' then 'customer' when 'agent' then 'person' when 'admin' then 'person'
        else 'unknown'
    end as actor_kind,
    coalesce(cleaned(person ->> '$.custom_role'), cleaned(person ->> '$.role')) as role,
    coalesce(instant(cleaned(person ->> '$.updated_at')), timestamptz '1971-01-01 00:00:00+00') as written_at
from (
    select coalesce(json_extract(doc, '$.user'), doc) as person
    from records
    where doc is not null
)
where cleaned(person ->> '$.role') is not null and person ->> '$.events' is null
