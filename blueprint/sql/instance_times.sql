-- One row per stage instance: when it started, ended, was first and last seen; first found of a list wins.
with bounds as (
    select x.instance_no,
        arg_min(x.first_us, t.rank) filter (where t.bound = 'from') as started_us,
        arg_min(x.first_us, t.rank) filter (where t.bound = 'to') as ended_us
    from instance_steps as x
    inner join stage_times as t on t.stage = x.stage and t.step = x.step
    group by x.instance_no
),

seen as (
    select instance_no, min(ts_us) as first_us, max(ts_us) as last_us
    from stage_events
    where instance_no is not null
    group by instance_no
),

active as (
    select instance_no, max(last_us) as active_us
    from instance_steps
    where own
    group by instance_no
)

select k.instance_no, k.stage, k.case_no, k.key, c.customer_no, b.started_us, b.ended_us,
    coalesce(b.started_us, s.first_us) as entered_us, s.first_us, s.last_us,
    coalesce(a.active_us, b.started_us, s.first_us) as active_us,
    g.clock, g.limit_us, u.cut_us
from instance_keys as k
inner join stages as g on g.stage = k.stage
inner join cases as c on c.case_no = k.case_no
inner join seen as s on s.instance_no = k.instance_no
left join bounds as b on b.instance_no = k.instance_no
left join active as a on a.instance_no = k.instance_no
left join cuts as u on u.stage = k.stage
