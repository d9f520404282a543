-- One row per ticket or entry of a conversation and event in it, at least one per input row.
with documents as (
    select
        source_row,
        reason as broken,
        raw,
        doc,
        json_transform(doc, '{
            "id": "VARCHAR", "ticket_id": "VARCHAR", "created_at": "VARCHAR", "updated_at": "VARCHAR",
            "requester_id": "VARCHAR", "responder_id": "VARCHAR", "source": "VARCHAR", "deleted": "VARCHAR",
            "incoming": "VARCHAR", "private": "VARCHAR", "auto_response": "VARCHAR", "user_id": "VARCHAR",
            "requester": {
                "id": "VARCHAR", "email": "VARCHAR", "phone": "VARCHAR", "mobile": "VARCHAR",
                "unique_external_id": "VARCHAR"
            },
            "stats": {
                "agent_responded_at": "VARCHAR", "requester_responded_at": "VARCHAR",
                "first_responded_at": "VARCHAR", "reopened_at": "VARCHAR", "resolved_at": "VARCHAR",
                "closed_at": "VARCHAR", "pending_since": "VARCHAR"
            },
            "conversations": [{
                "id": "VARCHAR", "created_at": "VARCHAR", "source": "VARCHAR", "incoming": "VARCHAR",
                "private": "VARCHAR", "auto_response": "VARCHAR", "user_id": "VARCHAR"
            }]
        }') as d
    from records
),

named as (
    select
        *,
        getvariable('table_name') = 'conversation' as is_entry,
        case getvariable('table_name')
            when 'conversation' then cleaned(d.ticket_id)
            else cleaned(d.id)
        end as ticket,
        coalesce(cleaned(d.requester_id), cleaned(d.requester.id)) as requester
    from documents
),

told as (
    select
        *,
        case
            when is_entry then [freshdesk_entry(d)]
            else list_concat(
                [freshdesk_part(
                    'created', null, d.created_at, 'occurred',
                    case when d.source = '10' then d.responder_id else requester end,
                    case when d.source = '10' then 'person' when requester is not null then 'customer' end,
                    freshdesk_channel(d.source), null, null
                )],
                freshdesk_milestones(d),
                [freshdesk_entry(c) for c in d.conversations]
            )
        end as parts
    from named
),

judged as (
    select
        *,
        case
            when broken is not null then broken
            when ticket is null then 'missing_id'
            when len(list_filter(
                parts, lambda p: p.happening in ('reply', 'note', 'forward') and p.id is null
            )) > 0 then 'missing_id'
            when unread is not null then time_fault(unread.written, null)
        end as reason
    from (
        select *, list_filter(parts, lambda p: instant(p.written) is null)[1] as unread
        from told
    )
),

listed as (
    select
        * exclude (parts),
        generate_subscripts(case when reason is null then parts else [null] end, 1) as place,
        unnest(case when reason is null then parts else [null] end) as e
    from judged
),

known as (
    select
        l.*,
        -- whoever is known to be staff is, also where the ticket came in for a customer
        case
            when l.e.actor_kind = 'system' or l.e.actor is null then coalesce(l.e.actor_kind, 'unknown')
            else coalesce(actors.actor_kind, l.e.actor_kind, 'unknown')
        end as actor_kind,
        actors.role
    from listed as l
    left join actors on l.e.actor = actors.actor
)

select
    source_row,
    place::integer as part,
    reason,
    case when is_time_fault(reason) then unread.written end as found,
    raw,
    false as skipped,
    coalesce(e.id, 'ticket:' || ticket || ':' || e.happening || case
        when e.time_kind = 'synthetic' then ':' || epoch_us(instant(e.written))
        else ''
    end) as event_id,
    'ticket.' || e.happening as activity,
    instant(e.written) as "timestamp",
    e.time_kind as timestamp_kind,
    precision_of(e.written) as timestamp_precision,
    case
        when e.happening = 'created' then 0
        else try_cast(split_part(e.id, ':', 2) as bigint)
    end as sequence,
    actor_kind,
    e.actor as actor,
    case when actor_kind <> 'system' then role end as role,
    e.channel as channel,
    e.public as public,
    case when e.happening = 'created' then as_attributes([
        kept_entry(name, scalar(coalesce(
            json_extract(doc, '$.' || to_json(name)::varchar),
            json_extract(doc, '$.custom_fields.' || to_json(name)::varchar)
        )::varchar))
        for name in getvariable('kept')
        if name not in ('status', 'priority', 'type', 'responder_id', 'group_id', 'updated_at', 'is_escalated', 'fr_escalated')
    ]) end as attributes,
    touched([
        {'object_type': 'ticket', 'object_id': ticket, 'qualifier': 'subject'},
        {
            'object_type': 'requester',
            'object_id': case
                when e.happening = 'created' then requester
                when actor_kind = 'customer' then e.actor
            end,
            'qualifier': 'requester'
        }
    ]) as objects,
    case
        when e.happening = 'created' then list_concat(
            stated([link('ticket', ticket, 'requester', requester, 'of', instant(e.written))]),
            freshdesk_contact_links(
                requester, d.requester.email, d.requester.phone, d.requester.mobile,
                d.requester.unique_external_id
            )
        )
    end as links
from known
