-- One value per call: persons under a keyed hash, for a project whose identifiers are pseudonyms.
-- What is used of a hash is cut: nobody can go on hashing from it, so the key may stand before the text (HMAC costs four times as much).
create or replace temp macro keyed(text) as sha256(getvariable('naming_key') || text);

create or replace temp macro as_compared(object_type, object_id) as
    case when object_type = 'email' then lower(trim(object_id)) else object_id end;

create or replace temp macro hashed_name(object_type, object_id) as
    'p_' || left(keyed(object_type || chr(31) || as_compared(object_type, object_id)), 20);

-- values that name nobody stay: identity blocks them by their text
create or replace temp macro names_nobody(object_id) as
    regexp_full_match(lower(trim(object_id)), getvariable('nobody')::varchar);

-- OCEL logs and tables of one's own write User, CUSTOMER
create or replace temp macro is_person_type(object_type) as
    list_contains(getvariable('person_types'), object_type)
    or list_contains(getvariable('person_types'), lower(object_type));

create or replace temp macro person_name(object_type, object_id) as
    case
        when not is_person_type(object_type) then object_id
        when names_nobody(object_id) then object_id
        else hashed_name(object_type, object_id)
    end;

create or replace temp macro actor_name(actor_kind, actor) as
    case
        when actor_kind = 'system' or names_nobody(actor) then actor
        else hashed_name('actor', actor)
    end;

-- a hash of what happened can be guessed, as can what holds a person's own id
create or replace temp macro event_name(event_id) as left(keyed('event' || chr(31) || event_id), 32);

-- of names as short as a number every other id would tell
create or replace temp macro tells_of(event_id, name) as
    case
        when strlen(name) < 4 then event_id = lower(name)
        else contains(event_id, if(name[1] = '+', ltrim(lower(name), '+'), lower(name)))
    end;

-- a telephone number is written in many ways: its last digits are always there
create or replace temp macro tells_of_phone(event_id, number) as
    contains(regexp_replace(event_id, '\D', '', 'g'), right(regexp_replace(number, '\D', '', 'g'), 7));

create or replace temp macro tells_of_object(event_id, object_type, object_id) as
    is_person_type(object_type)
    and (tells_of(event_id, object_id) or (object_type = 'phone' and tells_of_phone(event_id, object_id)));

create or replace temp macro names_persons(types) as
    len(list_filter(types, lambda t: is_person_type(t))) > 0;

-- whether the id that a source gave an event says whom it is about; what is too long to be looked up does not matter
create or replace temp macro tells_of_person(event_id, actor, ids) as
    case
        when strlen(event_id) > 64 or contains(event_id, '@') then true
        when tells_of(lower(event_id), actor) then true
        when names_persons(getvariable('object_types'))
            then len([
                id for id, i in ids
                if tells_of_object(lower(event_id), getvariable('object_types')[i], id)
            ]) > 0
        else false
    end;

-- what project.yaml declares may be about tickets alone
create or replace temp macro may_name_persons() as
    getvariable('object_types') is null or names_persons(getvariable('object_types'));

create or replace temp macro person_objects(objects) as
    case
        when not may_name_persons() then objects
        else list_transform(objects, lambda o: {
            'object_type': o.object_type,
            'object_id': person_name(o.object_type, o.object_id),
            'qualifier': o.qualifier
        })
    end;

create or replace temp macro person_links(links) as
    list_transform(links, lambda l: {
        'from_type': l.from_type, 'from_id': person_name(l.from_type, l.from_id),
        'to_type': l.to_type, 'to_id': person_name(l.to_type, l.to_id),
        'qualifier': l.qualifier, 'linked_at': l.linked_at
    });
