-- One row per role, channel, and value of a declared attribute, whose events fewer than $smallest members of staff did, where the log names them.
select 'role' as attribute, role as value
from events
where actor_kind = 'person' and actor is not null and role is not null
group by role
having count(distinct actor) < $smallest
union all
select 'channel' as attribute, channel as value
from events
where actor_kind = 'person' and actor is not null and channel is not null
group by channel
having count(distinct actor) < $smallest
union all
select a.attribute, a.value
from event_attributes as a
inner join numbered_events as n on n.event_no = a.event_no
inner join events as e on e.event_id = n.event_id
where e.actor_kind = 'person' and e.actor is not null
group by a.attribute, a.value
having count(distinct e.actor) < $smallest
order by attribute, value
