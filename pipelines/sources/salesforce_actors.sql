-- One row per row of the User table: who an id is, and how late that was written.
select
    left(cleaned(doc ->> '$.Id'), 15) as actor,
    case
        when replace(lower(doc ->> '$.UserType'), ' ', '') = 'automatedprocess' then 'system'
        else 'person'
    end as actor_kind,
    cleaned(doc ->> '$.UserRole') as role,
    coalesce(instant(cleaned(doc ->> '$.LastModifiedDate')), timestamptz '1971-01-01 00:00:00+00') as written_at
from records
where doc is not null
