-- One row per row of the User table: who an id is, and how late that was written.
select
    salesforce_id(coalesce(doc ->> '$.Id', doc ->> '$.id')) as actor,
    case replace(lower(coalesce(doc ->> '$.UserType', doc ->> '$.user_type')), ' ', '')
        when 'automatedprocess' then 'system'
        when 'cloudintegrationuser' then 'system'
        when 'customersuccess' then 'customer'
        when 'powercustomersuccess' then 'customer'
        when 'cspliteportal' then 'customer'
        when 'powerpartner' then 'partner'
        when 'guest' then 'unknown'
        else 'person'
    end as actor_kind,
    coalesce(
        cleaned(doc ->> '$.UserRole'),
        salesforce_id(coalesce(doc ->> '$.UserRoleId', doc ->> '$.user_role_id'))
    ) as role,
    coalesce(
        instant(cleaned(doc ->> '$.LastModifiedDate')),
        landed_instant(cleaned(coalesce(doc ->> '$.last_modified_date', doc ->> '$._fivetran_synced'))),
        timestamptz '1971-01-01 00:00:00+00'
    ) as written_at
from records
where doc is not null
