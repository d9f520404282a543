-- One row per exported activity and change in it, at least one per activity.
with cells as (
    select
        source_row,
        reason as broken,
        raw,
        cleaned(doc ->> '$.ticket_id') as ticket,
        cleaned(doc ->> '$.performed_at') as written,
        cleaned(doc ->> '$.performer_id') as performer,
        lower(cleaned(doc ->> '$.performer_type')) as performer_type,
        freshdesk_instant(cleaned(doc ->> '$.performed_at')) as happened,
        json_extract(doc, '$.activity') as done
    from records
),

judged as (
    select
        *,
        case
            when broken is not null then broken
            when done is null then 'unknown_record'
            when ticket is null then 'missing_id'
            when json_type(done) <> 'OBJECT' then 'missing_activity'
            when happened is null then 'bad_timestamp'
        end as reason,
        case when json_type(done) = 'OBJECT' then freshdesk_changes(done) end as changes
    from cells
),

listed as (
    select
        * exclude (done, changes),
        -- one that tells of a reply or a rule alone has no event
        generate_subscripts(case when reason is null and len(changes) > 0 then changes else [null] end, 1) as place,
        unnest(case when reason is null and len(changes) > 0 then changes else [null] end) as e
    from judged
),

known as (
    select
        l.*,
        lower(cleaned(l.e.value ->> '$')) as said,
        case when performer_type = 'system' then 'system' else coalesce(actors.actor_kind, 'unknown') end as actor_kind,
        actors.role
    from listed as l
    left join actors on l.performer = actors.actor
)

select
    source_row,
    place::integer as part,
    reason,
    case when reason = 'bad_timestamp' then written end as found,
    raw,
    false as skipped,
    case
        when e.key is not null then md5(to_json([
            ticket, e.key, e.value::varchar, epoch_us(happened)::varchar, performer
        ])::varchar)
    end as event_id,
    case e.key
        when 'status' then 'ticket.status:' || freshdesk_status(said)
        when 'priority' then 'ticket.priority:' || freshdesk_priority(said)
        when 'agent_id' then 'ticket.assignee'
        when 'requester_id' then 'ticket.requester'
        when 'send_email' then 'ticket.notification'
        else 'ticket.' || lower(e.key)
    end as activity,
    happened as "timestamp",
    precision_of(written) as timestamp_precision,
    actor_kind,
    performer as actor,
    case when actor_kind <> 'system' then role end as role,
    case when e.key = 'send_email' then true end as public,
    as_attributes([kept_entry('value', e.value)]) as attributes,
    touched([{'object_type': 'ticket', 'object_id': ticket, 'qualifier': 'subject'}]) as objects,
    case when e.key = 'requester_id' then stated([
        link('ticket', ticket, 'requester', said, 'of', happened)
    ]) end as links
from known
