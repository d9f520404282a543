-- One row per event, as OCEL 2.0 has it; what is not an id, a type or a time is an attribute.
select
    event_id as "ocel:eid",
    activity as "ocel:activity",
    ("timestamp" at time zone 'UTC')::timestamp_ns as "ocel:timestamp",
    source,
    actor,
    actor_kind,
    role,
    channel,
    attributes::varchar as attributes
from events
order by "timestamp", event_id
