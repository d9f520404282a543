-- One value per call: what Zendesk's own JSON and the tables that Fivetran lands have in common.

-- an event of an audit, which is how every kind of row is told
create or replace temp macro zendesk_event(id, kind, val, is_public, author) as {
    'id': id, 'type': kind, 'field_name': null, 'value': val, 'previous_value': null,
    'public': is_public, 'author_id': author
};

-- the fields that a child event of the incremental export sets: their names are its keys
create or replace temp macro zendesk_fields(child) as list_concat(
    list_filter(entries_of(child), lambda f: f.key not in (
        'id', 'via', 'via_reference_id', 'event_type', 'previous_value', 'added_tags', 'removed_tags',
        'audit_id', 'created_at', 'author_id', 'metadata', 'custom_ticket_fields'
    )),
    entries_of(json_extract(child, '$.custom_ticket_fields'))
);

-- the child events of the incremental export as an audit has them
create or replace temp macro zendesk_events(children) as flatten(list_transform(
    list_filter(children, lambda c: json_type(c) = 'OBJECT'),
    lambda c: case
        when c ->> '$.event_type' in ('Create', 'Change') then list_transform(zendesk_fields(c), lambda f: {
            'id': c ->> '$.id', 'type': c ->> '$.event_type', 'field_name': f.key, 'value': f.value,
            'previous_value': c -> '$.previous_value', 'public': null, 'author_id': null
        })
        else [{
            'id': c ->> '$.id', 'type': c ->> '$.event_type', 'field_name': null, 'value': null,
            'previous_value': null, 'public': coalesce(c ->> '$.public', c ->> '$.comment_public'),
            'author_id': c ->> '$.author_id'
        }]
    end
));

create or replace temp macro zendesk_activity(field, val) as case
    when lower(cleaned(field)) in ('status', 'priority', 'type') then concat_ws(
        ':', 'ticket.' || lower(cleaned(field)),
        -- the seeds of Fivetran write on-hold for what the interface calls hold
        case when lower(cleaned(field)) = 'status' and val = 'on-hold' then 'hold' else val end
    )
    when lower(cleaned(field)) = 'assignee_id' then 'ticket.assignee'
    when lower(cleaned(field)) = 'group_id' then 'ticket.group'
    else 'ticket.' || lower(cleaned(field))
end;

-- the older interface names channels by what stands on the screen
create or replace temp macro zendesk_channel(via) as case
    when json_type(via) = 'VARCHAR' then case lower(via ->> '$')
        when 'mail' then 'email' when 'web form' then 'web' when 'web service' then 'api' else lower(via ->> '$')
    end
    else cleaned(via ->> '$.channel')
end;

create or replace temp macro zendesk_ticket_links(id, requester, followed, followups, merged, made_at) as stated(
    list_concat(
        [
            link('ticket', id, 'requester', requester, 'of', null),
            link('ticket', id, 'ticket', case when cleaned(followed) <> id then cleaned(followed) end, 'follows', made_at)
        ],
        [link('ticket', cleaned(f), 'ticket', id, 'follows', null) for f in followups if cleaned(f) <> id],
        [link('ticket', cleaned(m), 'ticket', id, 'merged', null) for m in merged if cleaned(m) <> id]
    )
);

-- a list of ids that was landed as text
create or replace temp macro zendesk_ids(text) as
    case when json_valid(text) then from_json(text, '["VARCHAR"]') end;
