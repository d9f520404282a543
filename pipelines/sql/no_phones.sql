-- One value per call: nothing is changed, for a source that names no phones.
create or replace temp macro called_objects(objects) as objects;

create or replace temp macro called_links(links) as links;
