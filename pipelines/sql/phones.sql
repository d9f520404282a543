-- One value per call: phones as E.164, and whom they may glue, for a source that names phones.
create or replace temp macro as_called(object_type, object_id) as
    case when object_type = 'phone' then phone_number(object_id) else object_id end;

create or replace temp macro called_objects(objects) as
    list_transform(objects, lambda o: {
        'object_type': o.object_type,
        'object_id': as_called(o.object_type, o.object_id),
        'qualifier': o.qualifier
    });

-- what is no number, or the number of a house, says by whom somebody is reached, not who they are
create or replace temp macro called_links(links) as
    list_transform(links, lambda l: {
        'from_type': l.from_type, 'from_id': as_called(l.from_type, l.from_id),
        'to_type': l.to_type, 'to_id': as_called(l.to_type, l.to_id),
        'qualifier': case
            when l.qualifier <> 'same' then l.qualifier
            when l.to_type = 'phone' and not is_of_one(l.to_id) then 'reached'
            when l.from_type = 'phone' and not is_of_one(l.from_id) then 'reached'
            else l.qualifier
        end,
        'linked_at': l.linked_at
    });
