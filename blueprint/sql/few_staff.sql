-- One row per step that fewer than $smallest members of staff did, where the log names them.
select o.step
from occurrences as o
inner join numbered_events as n using (event_no)
inner join events as e using (event_id)
where e.actor_kind = 'person' and e.actor is not null
group by o.step
having count(distinct e.actor) < $smallest
order by o.step
