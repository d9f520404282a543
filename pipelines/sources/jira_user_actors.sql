-- One row per user whose kind the table says: by the type of the account, or by an id of the customer portal.
with users as (
    select
        cleaned(doc ->> '$.id') as actor,
        lower(cleaned(doc ->> '$.account_type')) as account_type,
        utc_instant(cleaned(doc ->> '$._fivetran_synced')) as synced
    from records
    where doc is not null
)

select
    actor,
    case
        when account_type = 'app' then 'system'
        when account_type = 'customer' or starts_with(actor, 'qm:') then 'customer'
        else 'person'
    end as actor_kind,
    null::varchar as role,
    coalesce(synced, timestamptz '1971-01-01 00:00:00+00') as written_at
from users
where account_type in ('app', 'customer', 'atlassian') or starts_with(actor, 'qm:')
