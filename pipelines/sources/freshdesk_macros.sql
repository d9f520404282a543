-- One value per call: what the tables of Freshdesk have in common.

-- an event before it has its ticket
create or replace temp macro freshdesk_part(happening, id, written, time_kind, acting, acting_kind, via, seen, val) as {
    'happening': happening, 'id': id, 'written': cleaned(written), 'time_kind': time_kind,
    'actor': cleaned(acting), 'actor_kind': acting_kind, 'channel': via, 'public': seen, 'value': val
};

create or replace temp macro freshdesk_true(text) as coalesce(try_cast(text as boolean), false);

-- the code says how the ticket came in
create or replace temp macro freshdesk_channel(code) as case code
    when '1' then 'email' when '2' then 'portal' when '3' then 'phone' when '5' then 'twitter'
    when '6' then 'facebook' when '7' then 'chat' when '9' then 'feedback_widget'
    when '10' then 'outbound_email' when '13' then 'whatsapp'
    else cleaned(code)
end;

-- an entry of a conversation: a reply of either side, or a note
create or replace temp macro freshdesk_entry(c) as freshdesk_part(
    case
        when c.source = '8' then 'forward'
        when c.source = '2' or (freshdesk_true(c.private) and not freshdesk_true(c.incoming)) then 'note'
        else 'reply'
    end,
    'conversation:' || cleaned(c.id),
    c.created_at,
    'occurred',
    c.user_id,
    case
        when freshdesk_true(c.auto_response) then 'system'
        when freshdesk_true(c.incoming) and not freshdesk_true(c.private) then 'customer'
        when not freshdesk_true(c.incoming) then 'person'
    end,
    case c.source when '5' then 'twitter' when '7' then 'facebook' end,
    not freshdesk_true(c.private),
    null
);

-- the latest of each milestone of a ticket; a mail sent out is born closed, which nobody did
create or replace temp macro freshdesk_milestones(t) as list_filter([
    freshdesk_part('first_responded', null, t.stats.first_responded_at, 'synthetic', null, null, null, null, null),
    freshdesk_part('agent_responded', null, t.stats.agent_responded_at, 'synthetic', null, null, null, null, null),
    freshdesk_part('requester_responded', null, t.stats.requester_responded_at, 'synthetic', null, null, null, null, null),
    freshdesk_part('pending', null, t.stats.pending_since, 'synthetic', null, null, null, null, null),
    freshdesk_part('reopened', null, t.stats.reopened_at, 'synthetic', null, null, null, null, null),
    freshdesk_part('resolved', null, t.stats.resolved_at, 'synthetic', null, null, null, null, null),
    freshdesk_part('closed', null, t.stats.closed_at, 'synthetic', null, null, null, null, null),
    freshdesk_part('deleted', null, case
        when freshdesk_true(t.deleted) then t.updated_at
    end, 'synthetic', null, null, null, null, null)
], lambda m: m.written is not null and not (
    coalesce(t.source = '10', false) and m.happening in ('resolved', 'closed') and m.written = cleaned(t.created_at)
));

-- times of the export of activities have the day first
create or replace temp macro freshdesk_instant(text) as coalesce(
    instant(text), plausible(try_strptime(text, '%d-%m-%Y %H:%M:%S %z')::timestamptz)
);

create or replace temp macro freshdesk_contact_links(id, email, phone, mobile, external) as stated([
    link('requester', cleaned(id), 'email', object_id('email', email), 'same', null),
    link('requester', cleaned(id), 'phone', cleaned(phone), 'same', null),
    link('requester', cleaned(id), 'phone', cleaned(mobile), 'same', null),
    link('requester', cleaned(id), 'user', cleaned(external), 'same', null)
]);

create or replace temp macro freshdesk_status(said) as case said
    when '2' then 'open' when '3' then 'pending' when '4' then 'resolved' when '5' then 'closed' else said
end;

create or replace temp macro freshdesk_priority(said) as case said
    when '1' then 'low' when '2' then 'medium' when '3' then 'high' when '4' then 'urgent' else said
end;

-- what an exported activity changed; replies and rules are told elsewhere
create or replace temp macro freshdesk_changes(done) as list_filter(
    entries_of(done),
    lambda f: f.key not in ('note', 'automation', 'new_ticket', 'thank_you_note')
        and f.value::varchar not in ('null', 'false')
);
