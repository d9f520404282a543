-- One value per call: what Intercom's own JSON and the tables that Fivetran lands have in common.

-- seconds since 1970 in Intercom's own JSON, text as Fivetran lands it
create or replace temp macro intercom_instant(text) as coalesce(epoch_seconds(text), landed_instant(text));

create or replace temp macro intercom_precision(text) as
    case when regexp_full_match(text, '\d+') then 's' else precision_of(text) end;

create or replace temp macro intercom_is_contact(author_type) as
    coalesce(lower(author_type) in ('user', 'lead', 'contact', 'visitor'), false);

create or replace temp macro intercom_kind(author_type) as case
    when intercom_is_contact(author_type) then 'customer'
    when lower(author_type) in ('admin', 'team') then 'person'
    when lower(author_type) in ('bot', 'operator', 'app', 'workflow') then 'system'
    else 'unknown'
end;

-- ids of teams and of admins are numbers both
create or replace temp macro intercom_actor(author_type, author) as
    case when lower(author_type) = 'team' then 'team:' || cleaned(author) else cleaned(author) end;

-- an event before it has its conversation
create or replace temp macro intercom_part(happening, id, written, author_type, author, seen, val, score) as {
    'happening': lower(cleaned(happening)), 'id': id, 'written': cleaned(written),
    'author_type': lower(cleaned(author_type)), 'author': cleaned(author), 'public': seen, 'value': val,
    'score': score
};

-- a part of a conversation; the rating says itself that it was given
create or replace temp macro intercom_event(id, part_type, created, author_type, author, assigned) as case
    when not coalesce(starts_with(lower(part_type), 'conversation_rating_'), false) then intercom_part(
        part_type, 'part:' || cleaned(id), created, author_type, author,
        case lower(part_type) when 'comment' then true when 'note' then false when 'note_and_reopen' then false end,
        to_json(cleaned(assigned)), null
    )
end;
