-- One row per picked event, step and instance; `own` is false where another stage owns the step.
with placed as (
    select k.instance_no, e.*,
        row_number() over (partition by k.instance_no, e.step, e.own, e.pick order by e.event_no) as nth,
        min(e.event_no) filter (where e.opens) over (partition by k.instance_no) as opened_no
    from stage_events as e
    inner join instance_keys as k
        on k.stage = e.stage and k.case_no = e.case_no and k.key = e.key and k.part = e.part
),

picked as (
    from placed
    where own and (pick = 'all' or (pick = 'first' and nth = 1) or (pick = 'rest' and nth > 1))
)

select instance_no, stage, case_no, key, step, event_no, ts_us, source, precision_us, sequence, own
from picked
union all
select instance_no, stage, case_no, key, step, event_no, ts_us, source, precision_us, sequence, own
from placed
semi join (select event_no, step from picked) as p using (event_no, step)
where not own and event_no >= opened_no
