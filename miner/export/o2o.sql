-- One row per link between two objects.
select distinct
    from_type || ':' || from_id as "ocel:oid",
    to_type || ':' || to_id as "ocel:oid_2",
    qualifier as "ocel:qualifier"
from object_links
order by all
