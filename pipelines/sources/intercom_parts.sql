-- One row per version of a part of a conversation, as Fivetran lands it.
with cells as (
    select
        source_row,
        reason as broken,
        raw,
        cleaned(doc ->> '$.conversation_id') as conversation,
        intercom_event(
            doc ->> '$.id', doc ->> '$.part_type', doc ->> '$.created_at', doc ->> '$.author_type',
            doc ->> '$.author_id', doc ->> '$.assigned_to_id'
        ) as e
    from records
),

known as (
    select
        c.*,
        intercom_kind(c.e.author_type) as actor_kind,
        intercom_actor(c.e.author_type, c.e.author) as actor,
        actors.role,
        case
            when broken is not null then broken
            when conversation is null or (e is not null and e.id is null) then 'missing_id'
            when e is not null and e.happening is null then 'missing_activity'
            when e is not null and intercom_instant(e.written) is null then 'bad_timestamp'
        end as reason
    from cells as c
    left join actors on intercom_actor(c.e.author_type, c.e.author) = actors.actor
)

select
    source_row,
    1 as part,
    reason,
    case when reason = 'bad_timestamp' then e.written end as found,
    raw,
    false as skipped,
    e.id as event_id,
    'conversation.' || e.happening as activity,
    intercom_instant(e.written) as "timestamp",
    intercom_precision(e.written) as timestamp_precision,
    try_cast(substr(e.id, 6) as bigint) as sequence,
    actor_kind,
    actor,
    case actor_kind
        when 'customer' then case when e.author_type in ('user', 'lead') then e.author_type else role end
        when 'person' then coalesce(role, e.author_type)
    end as role,
    e.public as public,
    as_attributes([kept_entry('value', e.value)]) as attributes,
    touched([
        {'object_type': 'conversation', 'object_id': conversation, 'qualifier': 'subject'},
        {'object_type': 'contact', 'object_id': case when actor_kind = 'customer' then actor end, 'qualifier': 'contact'}
    ]) as objects,
    no_links() as links
from known
