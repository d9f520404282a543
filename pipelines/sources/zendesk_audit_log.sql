-- One row per row of Fivetran's audit_log: only that a ticket was destroyed tells of a ticket.
with cells as (
    select
        source_row,
        reason as broken,
        raw,
        cleaned(doc ->> '$.id') as id,
        cleaned(doc ->> '$.actor_id') as actor,
        cleaned(doc ->> '$.created_at') as written,
        case
            when lower(cleaned(doc ->> '$.source_type')) = 'ticket'
                and lower(cleaned(doc ->> '$.action')) = 'destroy'
                then cleaned(doc ->> '$.source_id')
        end as ticket
    from records
),

judged as (
    select
        *,
        landed_instant(written) as happened,
        case
            when broken is not null then broken
            when id is null then 'missing_id'
            when ticket is not null and landed_instant(written) is null then 'bad_timestamp'
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
    case when j.reason is null and ticket is not null then 'audit_log:' || id end as event_id,
    'ticket.deleted' as activity,
    happened as "timestamp",
    precision_of(written) as timestamp_precision,
    case when actor = '-1' then 'system' else coalesce(actors.actor_kind, 'unknown') end as actor_kind,
    actor,
    case when actor <> '-1' then actors.role end as role,
    touched([{'object_type': 'ticket', 'object_id': ticket, 'qualifier': 'subject'}]) as objects,
    no_links() as links
from judged as j
left join actors using (actor)
