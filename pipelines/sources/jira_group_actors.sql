-- One row per user and group: customers are in groups of customers only.
select
    cleaned(doc ->> '$.user_id') as actor,
    case when contains(lower(doc ->> '$.group_name'), 'customer') then 'customer' else 'person' end as actor_kind,
    null::varchar as role,
    -- what the table of users says counts before it; of two groups of one user, person counts
    timestamptz '1971-01-01 00:00:00+00' as written_at
from records
where doc is not null
