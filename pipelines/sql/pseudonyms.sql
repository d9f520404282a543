-- One value per call: persons under a keyed hash, for a project whose identifiers are pseudonyms.
-- What is used of a hash is cut: nobody can go on hashing from it, so the key may stand before the text (HMAC costs four times as much).
create or replace temp macro keyed(text) as sha256(getvariable('naming_key') || text);

create or replace temp macro as_compared(object_type, object_id) as
    case when object_type = 'email' then lower(trim(object_id)) else object_id end;

create or replace temp macro hashed_name(object_type, object_id) as
    'p_' || left(keyed(object_type || chr(31) || as_compared(object_type, object_id)), 20);

-- values that name nobody stay: identity blocks them by their text
create or replace temp macro names_nobody(object_id) as
    list_contains(getvariable('nobody'), lower(trim(object_id)))
    or regexp_full_match(lower(trim(object_id)), getvariable('nobody_pattern'));

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

-- an id may be a hash of what happened, or hold a person's own id: either can be guessed
create or replace temp macro event_name(event_id) as left(keyed('event' || chr(31) || event_id), 32);

create or replace temp macro person_objects(objects) as
    list_transform(objects, lambda o: {
        'object_type': o.object_type,
        'object_id': person_name(o.object_type, o.object_id),
        'qualifier': o.qualifier
    });

create or replace temp macro person_links(links) as
    list_transform(links, lambda l: {
        'from_type': l.from_type, 'from_id': person_name(l.from_type, l.from_id),
        'to_type': l.to_type, 'to_id': person_name(l.to_type, l.to_id),
        'qualifier': l.qualifier, 'linked_at': l.linked_at
    });
