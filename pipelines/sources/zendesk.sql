-- One row per input row and event in it, at least one row per input row: audits, ratings, users, tickets.
with documents as (
    select
        source_row,
        reason as broken,
        raw,
        json_transform(
            coalesce(
                json_extract(doc, '$.audit'), json_extract(doc, '$.satisfaction_rating'),
                json_extract(doc, '$.user'), json_extract(doc, '$.ticket'), doc
            ), '{
            "id": "VARCHAR", "ticket_id": "VARCHAR", "created_at": "VARCHAR", "author_id": "VARCHAR",
            "via": {"channel": "VARCHAR"}, "score": "VARCHAR", "requester_id": "VARCHAR",
            "email": "VARCHAR", "external_id": "VARCHAR", "role": "VARCHAR",
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
        case
            when d.events is not null then 'audit'
            when d.score is not null and d.ticket_id is not null then 'rating'
            when d.role is not null or (d.email is not null and d.ticket_id is null) then 'user'
            when d.requester_id is not null and d.ticket_id is null then 'ticket'
        end as kind,
        cleaned(d.id) as id,
        cleaned(d.ticket_id) as ticket,
        cleaned(d.author_id) as author,
        cleaned(d.created_at) as written,
        instant(cleaned(d.created_at)) as happened,
        list_filter(d.events, lambda e: e.type = 'Create') as creates
    from documents
),

judged as (
    select
        *,
        case
            when broken is not null then broken
            when kind is null then 'unknown_record'
            when id is null and kind in ('audit', 'user', 'ticket') then 'missing_id'
            when ticket is null and kind in ('audit', 'rating') then 'missing_id'
            when kind in ('audit', 'rating') then time_fault(written, happened)
        end as reason,
        cleaned(
            list_filter(creates, lambda c: c.field_name = 'requester_id')[1].value ->> '$'
        ) as asked_by
    from sorted_out
),

listed as (
    select
        source_row, raw, reason, written, kind, id, ticket, author, happened, creates, asked_by, d,
        case
            when reason is not null then []
            when kind = 'rating' then [{
                'id': id, 'type': 'Rating', 'field_name': null, 'value': to_json(d.score),
                'previous_value': null, 'public': null, 'author_id': d.requester_id
            }]
            when kind = 'audit' then list_concat(
                case when len(creates) > 0 then [{
                    'id': list_min([try_cast(c.id as bigint) for c in creates])::varchar, 'type': 'Created',
                    'field_name': null, 'value': null, 'previous_value': null, 'public': null,
                    'author_id': null
                }] else [] end,
                list_filter(
                    d.events,
                    lambda e: e.type in ('Comment', 'Notification')
                        or (e.type = 'Change' and cleaned(e.field_name) is not null)
                )
            )
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
            when told.e.type = 'Notification' or told.actor = '-1' then 'system'
            when told.e.type = 'Rating' then 'customer'
            else coalesce(actors.actor_kind, 'unknown')
        end as actor_kind,
        actors.role as actor_role,
        case
            when told.e.type = 'Created' and asked_by is not null then told.doer
            when told.e.type = 'Rating' then told.doer
            when told.e.type in ('Created', 'Comment') and actors.actor_kind = 'customer' then told.doer
            when kind = 'ticket' then cleaned(d.requester_id)
        end as requester
    from told
    left join actors on told.actor = actors.actor
)

select
    source_row,
    case when e.type is null then 0 else place end as part,
    reason,
    case when reason in ('bad_timestamp', 'naive_timestamp') then written end as found,
    raw,
    false as skipped,
    case
        when e.type is null then null
        when e.type = 'Created' then id || ':created'
        when e.type = 'Rating' and id is not null then 'rating:' || id
        else coalesce(cleaned(e.id), md5(to_json([
            ticket, written, e.type, e.field_name, e.value::varchar, e.previous_value::varchar, place::varchar
        ])::varchar))
    end as event_id,
    case
        when e.type in ('Created', 'Comment', 'Notification', 'Rating') then 'ticket.' || lower(e.type)
        when e.field_name in ('status', 'priority', 'type') then concat_ws(
            ':', 'ticket.' || e.field_name, new_value
        )
        when e.field_name = 'assignee_id' then 'ticket.assignee'
        when e.field_name = 'group_id' then 'ticket.group'
        else 'ticket.' || lower(cleaned(e.field_name))
    end as activity,
    happened as "timestamp",
    's' as timestamp_precision,
    try_cast(case when e.type <> 'Rating' then e.id end as bigint) as sequence,
    actor_kind,
    actor,
    case when actor_kind <> 'system' then actor_role end as role,
    cleaned(d.via.channel) as channel,
    case when e.type = 'Notification' then true else try_cast(e.public as boolean) end as public,
    case
        when e.type = 'Created' then as_attributes([
            kept_entry(name, list_filter(creates, lambda c: c.field_name = name)[1].value)
            for name in getvariable('kept')
        ])
        else as_attributes([
            kept_entry('previous', e.previous_value),
            kept_entry('score', case when e.type = 'Rating' then e.value end),
            kept_entry('value', case when e.type = 'Change' then e.value end)
        ])
    end as attributes,
    touched([
        {'object_type': 'ticket', 'object_id': ticket, 'qualifier': 'subject'},
        {'object_type': 'requester', 'object_id': requester, 'qualifier': 'requester'}
    ]) as objects,
    case
        when e.type in ('Created', 'Rating') then stated([
            link('ticket', ticket, 'requester', requester, 'of', case when e.type = 'Created' then happened end)
        ])
        when e.type = 'Change' and e.field_name = 'requester_id' then stated([
            link('ticket', ticket, 'requester', new_value, 'of', happened)
        ])
        when kind = 'ticket' then stated([link('ticket', id, 'requester', requester, 'of', null)])
        when kind = 'user' and coalesce(d.role, 'end-user') = 'end-user' then stated([
            link('requester', id, 'email', object_id('email', d.email), 'same', null),
            link('requester', id, 'user', cleaned(d.external_id), 'same', null)
        ])
    end as links
from known
