-- One row per step, or undesigned activity of a stage, that fewer than $smallest members of staff did, where the log names them.
with done as (
    select event_no, step::varchar as step
    from occurrences
    union all
    select u.event_no, u.stage::varchar || '/' || l.slug as step
    from unbound_in_stages as u
    inner join activity_slugs as l on l.activity_no = u.activity_no
)

select d.step
from done as d
inner join numbered_events as n using (event_no)
inner join events as e using (event_id)
where e.actor_kind = 'person' and e.actor is not null
group by d.step
having count(distinct e.actor) < $smallest
order by d.step
