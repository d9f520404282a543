-- One row per row of identifies, aliases, groups or users (input row): links, no events.
with cells as (
    select
        source_row,
        reason as broken,
        raw,
        json_transform(doc, '{
            "id": "VARCHAR", "anonymous_id": "VARCHAR", "user_id": "VARCHAR", "previous_id": "VARCHAR",
            "email": "VARCHAR", "timestamp": "VARCHAR", "original_timestamp": "VARCHAR", "received_at": "VARCHAR"
        }') as c
    from records
),

named as (
    select
        source_row,
        broken,
        raw,
        cleaned(c.anonymous_id) as visitor,
        -- the id of a row of users is that of the user, of the others that of the call
        cleaned(case when getvariable('table_name') = 'users' then c.id else c.user_id end) as person,
        cleaned(c.previous_id) as previous,
        object_id('email', c.email) as email,
        coalesce(cleaned(c."timestamp"), cleaned(c.original_timestamp), cleaned(c.received_at)) as written
    from cells
),

timed as (
    select
        *,
        -- a row of users is as of its last change: what it says has no time of its own
        case when getvariable('table_name') <> 'users' then utc_instant(written) end as happened,
        getvariable('table_name') = 'users' as is_timeless
    from named
),

judged as (
    select
        *,
        case
            when broken is not null then broken
            when visitor is null and person is null then 'missing_id'
            when happened is null and written is not null and not is_timeless then 'bad_timestamp'
        end as reason
    from timed
)

select
    source_row,
    0 as part,
    reason,
    case when reason = 'bad_timestamp' then written end as found,
    raw,
    false as skipped,
    stated([
        link('anonymous', visitor, 'user', person, 'same', happened),
        link('anonymous', previous, 'user', person, 'same', happened),
        link('user', person, 'email', email, 'same', happened)
    ]) as links
from judged
