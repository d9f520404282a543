-- One row per role that fewer than $smallest members of staff have, where the log names them.
select role
from events
where actor_kind = 'person' and actor is not null and role is not null
group by role
having count(distinct actor) < $smallest
order by role
