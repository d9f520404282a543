-- One row per occurrence: who acted by the log, in which role, on which channel, and whether the customer saw it.
select o.instance_no, o.event_no, o.step, o.own, o.by_place, o.ts_us, o.source, e.actor_kind, e.role, e.channel, e.public
from occurrences as o
inner join numbered_events as n on n.event_no = o.event_no
inner join events as e on e.event_id = n.event_id
