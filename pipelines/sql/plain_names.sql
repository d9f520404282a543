-- One value per call: persons as the exports name them, for a project whose identifiers are plain.
create or replace temp macro actor_name(actor_kind, actor) as actor;

create or replace temp macro event_name(event_id) as event_id;

create or replace temp macro tells_of_person(event_id, actor, ids) as false;

create or replace temp macro person_objects(objects) as objects;

create or replace temp macro person_links(links) as links;
