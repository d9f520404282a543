-- One row per picked event, step and instance; `own` is false where another stage owns the step, `by_place` true for the first or the rest of several.
with firsts as (
    select instance_no, step, pick, min(event_no) as first_no
    from stage_events
    where own and pick <> 'all'
    group by instance_no, step, pick
),

picked as (
    select e.* exclude (pick, opens, part), false as by_place
    from stage_events as e
    where e.own and e.pick = 'all'
    union all
    select e.* exclude (pick, opens, part), true as by_place
    from stage_events as e
    inner join firsts as f on f.instance_no = e.instance_no and f.step = e.step and f.pick = e.pick
    where e.own and (e.pick = 'first') = (e.event_no = f.first_no)
),

foreign_events as (
    from stage_events
    where not own and instance_no is not null
),

opened as (
    select e.instance_no, min(e.event_no) as opened_no
    from stage_events as e
    where e.opens and e.instance_no in (select f.instance_no from foreign_events as f)
    group by e.instance_no
)

select instance_no, stage, case_no, key, step, event_no, ts_us, source, precision_us, sequence, own, by_place
from picked
union all
select f.instance_no, f.stage, f.case_no, f.key, f.step, f.event_no, f.ts_us, f.source, f.precision_us, f.sequence, f.own, f.pick <> 'all' as by_place
from foreign_events as f
inner join opened as o on o.instance_no = f.instance_no and f.event_no >= o.opened_no
where (f.event_no, f.step) in (select (p.event_no, p.step) from picked as p)
order by instance_no, event_no, step
