-- One row per two steps that picked the same events: how many, and the first such event.
with doubtful as (
    select event_no
    from bound_steps
    where step_no < last_step_no
),

picked as (
    select o.event_no, o.instance_no, o.stage, o.step, s.position
    from occurrences as o
    inner join steps as s on s.step = o.step
    where o.own and o.event_no in (from doubtful)
),

doubled as (
    select a.step as first_step, b.step as second_step, min(a.event_no) as event_no,
        count(distinct a.event_no) as events
    from picked as a
    inner join picked as b
        on b.event_no = a.event_no and b.position > a.position
        and (b.instance_no = a.instance_no or b.stage <> a.stage)
    group by all
)

select d.first_step, d.second_step, d.events, n.activity, e.source_file, e.source_row
from doubled as d
inner join numbered_events as n on n.event_no = d.event_no
inner join events as e on e.event_id = n.event_id
order by d.first_step, d.second_step
