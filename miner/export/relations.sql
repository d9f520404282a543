-- One row per event and object that it touches.
select
    e.event_id as "ocel:eid",
    e.activity as "ocel:activity",
    (e."timestamp" at time zone 'UTC')::timestamp_ns as "ocel:timestamp",
    o.object_type || ':' || o.object_id as "ocel:oid",
    o.object_type as "ocel:type",
    coalesce(o.qualifier, 'subject') as "ocel:qualifier"
from event_objects as o
inner join events as e using (event_id)
group by all
order by all
