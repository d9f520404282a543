-- One row per row of Fivetran's ticket_chat_event: what happened in a chat.
with cells as (
    select
        source_row,
        reason as broken,
        raw,
        cleaned(doc ->> '$.chat_id') as chat,
        cleaned(doc ->> '$.chat_index') as place,
        cleaned(doc ->> '$.type') as kind,
        cleaned(doc ->> '$.created_at') as written,
        cleaned(doc ->> '$.actor_id') as acting,
        cleaned(regexp_replace(doc ->> '$.actor_id', '^\s*agent:', '')) as actor
    from records
),

judged as (
    select
        *,
        landed_instant(written) as happened,
        case
            when broken is not null then broken
            when chat is null then 'missing_id'
            when kind is null then 'missing_activity'
            when landed_instant(written) is null then 'bad_timestamp'
        end as reason
    from cells
),

known as (
    select
        j.*,
        labels.label as ticket,
        actors.role,
        case
            when starts_with(acting, '__') then 'system'
            when starts_with(acting, 'agent:') then 'person'
            else coalesce(actors.actor_kind, 'unknown')
        end as actor_kind
    from judged as j
    left join actors on j.actor = actors.actor
    left join labels on labels.kind = 'chat ticket' and j.chat = labels.id
)

select
    source_row,
    1 as part,
    reason,
    case when reason = 'bad_timestamp' then written end as found,
    raw,
    false as skipped,
    case
        when reason is null
            then md5(to_json([chat, place, kind, epoch_us(happened)::varchar, acting])::varchar)
    end as event_id,
    -- ChatDepartmentTransfer is chat.department_transfer
    'chat.' || lower(regexp_replace(
        regexp_replace(kind, '^Chat(.)', '\1'), '([a-z])([A-Z])', '\1_\2', 'g'
    )) as activity,
    happened as "timestamp",
    precision_of(written) as timestamp_precision,
    try_cast(place as bigint) as sequence,
    actor_kind,
    case when actor_kind = 'system' then acting else actor end as actor,
    case when actor_kind in ('person', 'customer') then role end as role,
    'chat' as channel,
    case when kind in ('ChatMessage', 'ChatFileAttachment') then true end as public,
    touched([
        {'object_type': 'chat', 'object_id': chat, 'qualifier': 'subject'},
        {'object_type': 'ticket', 'object_id': ticket, 'qualifier': 'subject'},
        {
            'object_type': 'requester',
            'object_id': case when actor_kind = 'customer' then actor end,
            'qualifier': 'requester'
        }
    ]) as objects,
    no_links() as links
from known
