-- One row per subject of a test that is about a step which fewer than $smallest members of staff did on a side, where the log names them.
with few as (
    select o.step
    from occurrences as o
    inner join sides as d on d.instance_no = o.instance_no
    inner join numbered_events as n on n.event_no = o.event_no
    inner join events as e on e.event_id = n.event_id
    where e.actor_kind = 'person' and e.actor is not null
    group by o.step, d.side
    having count(distinct e.actor) < $smallest
)

select step::varchar as subject
from few
union
select s.stage::varchar || '.' || unnest([s.lane, s.role]) as subject
from few as f
inner join steps as s on s.step = f.step
union
select r.rule as subject
from few as f
inner join rule_steps as r on r.step = f.step
union
select b.choice as subject
from few as f
inner join branches as b on b.step = f.step
union
select h.subject
from few as f
inner join branches as b on b.step = f.step
inner join branch_shares as h on h.choice = b.choice
order by subject
