-- One row per input row and event in it, at least one per input row: Zendesk's own JSON, of all kinds.
with documents as (
    select
        source_row,
        reason as broken,
        raw,
        -- only what is wrapped has no id beside it: a ticket has a satisfaction_rating of its own
        json_transform(
            coalesce(
                case when json_extract(doc, '$.id') is null then coalesce(
                    json_extract(doc, '$.audit'), json_extract(doc, '$.ticket_event'),
                    json_extract(doc, '$.ticket_metric_event'), json_extract(doc, '$.satisfaction_rating'),
                    json_extract(doc, '$.user'), json_extract(doc, '$.ticket')
                ) end,
                doc
            ), '{
            "id": "VARCHAR", "ticket_id": "VARCHAR", "created_at": "VARCHAR", "updated_at": "VARCHAR",
            "time": "VARCHAR", "timestamp": "VARCHAR", "author_id": "VARCHAR", "updater_id": "VARCHAR",
            "via": "JSON", "score": "VARCHAR", "comment": "JSON", "requester_id": "VARCHAR", "status": "JSON",
            "email": "VARCHAR", "phone": "VARCHAR", "shared_phone_number": "VARCHAR",
            "external_id": "VARCHAR", "role": "VARCHAR", "public": "VARCHAR", "metric": "VARCHAR",
            "type": "VARCHAR", "deleted": "VARCHAR", "sla": "JSON", "group_sla": "JSON",
            "followup_ids": ["VARCHAR"], "merged_ticket_ids": ["VARCHAR"],
            "via_followup_source_id": "VARCHAR", "child_events": ["JSON"],
            "events": [{
                "id": "VARCHAR", "type": "VARCHAR", "field_name": "VARCHAR", "value": "JSON",
                "previous_value": "JSON", "public": "VARCHAR", "author_id": "VARCHAR"
            }]
        }') as d
    from records
),

sorted_out as (
    select
        source_row,
        broken,
        raw,
        d,
        coalesce(d.events, zendesk_events(d.child_events)) as events,
        case
            when coalesce(d.events, zendesk_events(d.child_events)) is not null then 'audit'
            when d.score is not null and d.ticket_id is not null then 'rating'
            when d.metric is not null and d.ticket_id is not null then 'metric'
            when d.public is not null and d.ticket_id is not null then 'comment'
            when d.role is not null or (d.email is not null and d.ticket_id is null) then 'user'
            when d.requester_id is not null and d.ticket_id is null then 'ticket'
        end as kind,
        cleaned(d.id) as id,
        cleaned(d.ticket_id) as ticket,
        coalesce(cleaned(d.author_id), cleaned(d.updater_id)) as author,
        coalesce(cleaned(d.type), '') as metric_type,
        cleaned(d.status ->> '$') as ticket_status,
        coalesce(try_cast(d.deleted as boolean), false) as is_deleted
    from documents
),

dated as (
    select
        *,
        list_filter(events, lambda e: e.type = 'Create') as creates,
        case
            when kind = 'metric' then cleaned(d.time)
            when kind = 'ticket' then case when ticket_status = 'deleted' then cleaned(d.updated_at) end
            when kind <> 'user' then coalesce(cleaned(d.created_at), cleaned(d.timestamp))
        end as written
    from sorted_out
),

judged as (
    select
        *,
        case
            when broken is not null then broken
            when kind is null then 'unknown_record'
            when id is null and kind <> 'rating' then 'missing_id'
            when ticket is null and kind in ('audit', 'rating', 'metric', 'comment') then 'missing_id'
            when kind not in ('user', 'ticket') or ticket_status = 'deleted' then time_fault(written, happened)
        end as reason,
        cleaned(
            list_filter(creates, lambda c: c.field_name = 'requester_id')[1].value ->> '$'
        ) as asked_by
    from (
        select *, coalesce(instant(written), epoch_seconds(written)) as happened
        from dated
    )
),

listed as (
    select
        * exclude (events),
        case
            when reason is not null then []
            when kind = 'audit' then list_concat(
                case when len(creates) > 0 then [zendesk_event(
                    list_min([try_cast(c.id as bigint) for c in creates])::varchar, 'Created', null, null, null
                )] else [] end,
                list_filter(
                    events,
                    lambda e: e.type in ('Comment', 'Notification')
                        or (e.type = 'Change' and cleaned(e.field_name) is not null)
                )
            )
            when kind = 'rating' and lower(d.score) not in ('offered', 'unoffered')
                then [zendesk_event(id, 'Rating', to_json(d.score), null, d.requester_id)]
            when kind = 'metric' and not is_deleted
                and metric_type in ('fulfill', 'breach', 'apply_sla', 'apply_group_sla')
                then [zendesk_event(id, 'Metric', null, null, null)]
            when kind = 'comment' then [zendesk_event(id, 'Comment', null, d.public, author)]
            when kind = 'ticket' and ticket_status = 'deleted'
                then [zendesk_event(id, 'Deleted', null, null, null)]
            else []
        end as parts
    from judged
),

counted as (
    select
        * exclude (parts),
        generate_subscripts(case when len(parts) = 0 then [null] else parts end, 1) as place,
        unnest(case when len(parts) = 0 then [null] else parts end) as e
    from listed
),

told as (
    select
        *,
        case when kind = 'ticket' then id else ticket end as subject,
        cleaned(e.value ->> '$') as new_value,
        case
            when e.type = 'Created' then coalesce(asked_by, author)
            when e.type in ('Comment', 'Rating') then coalesce(cleaned(e.author_id), author)
            when e.type = 'Change' then author
        end as doer,
        case when e.type = 'Created' then author else doer end as actor
    from counted
),

known as (
    select
        told.*,
        case
            when told.e.type in ('Notification', 'Metric') or told.actor = '-1' then 'system'
            when told.e.type = 'Rating' then 'customer'
            else coalesce(actors.actor_kind, 'unknown')
        end as actor_kind,
        actors.role as actor_role,
        case
            when told.e.type = 'Created' and asked_by is not null then told.doer
            when told.e.type = 'Rating' then told.doer
            when told.e.type in ('Created', 'Comment') and actors.actor_kind = 'customer' then told.doer
            when kind = 'ticket' then cleaned(d.requester_id)
        end as requester,
        case
            when d.via ->> '$.source.rel' = 'follow_up' and (kind = 'ticket' or told.e.type = 'Created')
                then cleaned(d.via ->> '$.source.from.ticket_id')
        end as followed
    from told
    left join actors on told.actor = actors.actor
)

select
    source_row,
    case when e.type is null then 0 else place end as part,
    reason,
    case when is_time_fault(reason) then written end as found,
    raw,
    false as skipped,
    case
        when e.type is null then null
        when e.type = 'Created' then id || ':created'
        when e.type = 'Deleted' then 'ticket:' || id || ':deleted'
        when e.type in ('Rating', 'Metric') and id is not null then lower(e.type) || ':' || id
        else coalesce(cleaned(e.id), md5(to_json([
            ticket, written, e.type, e.field_name, e.value::varchar, e.previous_value::varchar, place::varchar
        ])::varchar))
    end as event_id,
    case
        when e.type = 'Metric' then 'ticket.metric:' || lower(cleaned(d.metric)) || '.' || metric_type
        when e.type <> 'Change' then 'ticket.' || lower(e.type)
        else zendesk_activity(e.field_name, new_value)
    end as activity,
    happened as "timestamp",
    case when e.type = 'Deleted' then 'synthetic' end as timestamp_kind,
    's' as timestamp_precision,
    try_cast(case when e.type not in ('Rating', 'Metric', 'Deleted') then e.id end as bigint) as sequence,
    actor_kind,
    actor,
    case when actor_kind <> 'system' then actor_role end as role,
    case
        when e.type = 'Notification' then 'email'
        when e.type not in ('Metric', 'Deleted') then zendesk_channel(d.via)
    end as channel,
    case when e.type = 'Notification' then true else try_cast(e.public as boolean) end as public,
    case
        when e.type = 'Created' then as_attributes([
            kept_entry(name, list_filter(creates, lambda c: c.field_name = name)[1].value)
            for name in getvariable('kept')
        ])
        else as_attributes([
            kept_entry('previous', e.previous_value),
            kept_entry('score', case when e.type = 'Rating' then e.value end),
            kept_entry('comment', case when e.type = 'Rating' then d.comment end),
            kept_entry('target', coalesce(d.sla -> '$.target', d.group_sla -> '$.target')),
            kept_entry('policy', coalesce(d.sla -> '$.policy.title', d.group_sla -> '$.policy.title')),
            kept_entry('value', case when e.type = 'Change' then e.value end)
        ])
    end as attributes,
    touched([
        {'object_type': 'ticket', 'object_id': subject, 'qualifier': 'subject'},
        {'object_type': 'requester', 'object_id': requester, 'qualifier': 'requester'}
    ]) as objects,
    case
        when e.type in ('Created', 'Rating') then stated([
            link('ticket', ticket, 'requester', requester, 'of', case when e.type = 'Created' then happened end),
            link('ticket', ticket, 'ticket', followed, 'follows', happened)
        ])
        when e.type = 'Change' and e.field_name = 'requester_id' then stated([
            link('ticket', ticket, 'requester', new_value, 'of', happened)
        ])
        when kind = 'ticket' then zendesk_ticket_links(
            id, requester, coalesce(followed, d.via_followup_source_id), d.followup_ids, d.merged_ticket_ids,
            instant(cleaned(d.created_at))
        )
        when kind = 'user' and coalesce(d.role, 'end-user') = 'end-user' then stated([
            link('requester', id, 'email', object_id('email', d.email), 'same', null),
            link('requester', id, 'user', cleaned(d.external_id), 'same', null),
            link('requester', id, 'phone', case
                when not coalesce(try_cast(d.shared_phone_number as boolean), false) then cleaned(d.phone)
            end, 'same', null)
        ])
    end as links
from known
