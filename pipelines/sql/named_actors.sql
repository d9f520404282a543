-- One row per actor who stands often in the first rows of a file: hashed once, not for each event.
insert into named_actors
with seen as (
    select actor
    from mapped
    limit getvariable('sampled')
),

often as (
    select distinct actor as known_actor
    from seen
    where actor is not null
)

select known_actor, actor_name('person', known_actor) as known_name
from often
where (select count(*) from often) * 10 <= getvariable('sampled');
