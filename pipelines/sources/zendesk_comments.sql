-- One row per row of Fivetran's ticket_comment: a comment of the ticket.
with cells as (
    select
        source_row,
        reason as broken,
        raw,
        cleaned(doc ->> '$.id') as id,
        cleaned(doc ->> '$.ticket_id') as ticket,
        cleaned(doc ->> '$.user_id') as actor,
        cleaned(doc ->> '$.created') as written,
        try_cast(doc ->> '$.public' as boolean) as is_public,
        case
            when try_cast(doc ->> '$.voice_comment' as boolean) then 'voice'
            when try_cast(doc ->> '$.tweet' as boolean) then 'twitter'
            when try_cast(doc ->> '$.facebook_comment' as boolean) then 'facebook'
        end as channel
    from records
),

judged as (
    select
        *,
        landed_instant(written) as happened,
        case
            when broken is not null then broken
            when id is null or ticket is null then 'missing_id'
            when landed_instant(written) is null then 'bad_timestamp'
        end as reason
    from cells
)

select
    source_row,
    1 as part,
    j.reason,
    case when j.reason = 'bad_timestamp' then written end as found,
    raw,
    false as skipped,
    case when j.reason is null then id end as event_id,
    'ticket.comment' as activity,
    happened as "timestamp",
    precision_of(written) as timestamp_precision,
    try_cast(id as bigint) as sequence,
    case when actor = '-1' then 'system' else coalesce(actors.actor_kind, 'unknown') end as actor_kind,
    actor,
    case when actor <> '-1' then actors.role end as role,
    channel,
    is_public as public,
    touched([
        {'object_type': 'ticket', 'object_id': ticket, 'qualifier': 'subject'},
        {
            'object_type': 'requester',
            'object_id': case when actors.actor_kind = 'customer' then actor end,
            'qualifier': 'requester'
        }
    ]) as objects,
    no_links() as links
from judged as j
left join actors using (actor)
