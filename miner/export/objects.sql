-- One row per object that an event touches or a link names.
select
    object_type || ':' || object_id as "ocel:oid",
    object_type as "ocel:type"
from (
    select object_type, object_id
    from event_objects
    union
    select from_type as object_type, from_id as object_id
    from object_links
    union
    select to_type as object_type, to_id as object_id
    from object_links
)
order by all
