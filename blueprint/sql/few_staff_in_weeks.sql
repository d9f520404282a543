-- One row per step and week of entry in which fewer than $smallest members of staff did it, where the log names them.
with weeks as (
    select c.instance_no, s.value as week
    from instance_codes as c
    inner join segment_codes as s on s.code = c.code
    where s.attribute = 'week'
),

done as (
    select a.event_no, a.step, w.week
    from acts as a
    inner join weeks as w on w.instance_no = a.instance_no
    where a.actor_kind = 'person'
)

select d.step::varchar as step, d.week
from done as d
inner join numbered_events as n on n.event_no = d.event_no
inner join events as e on e.event_id = n.event_id
where e.actor is not null
group by d.step, d.week
having count(distinct e.actor) < $smallest
order by d.step, d.week
