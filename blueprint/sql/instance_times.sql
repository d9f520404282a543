-- One row per stage instance: when it started, ended, was first and last seen; first found of a list wins.
with found as (
    select o.instance_no, t.bound, t.rank, min(o.ts_us) as ts_us
    from occurrences as o
    inner join stage_times as t on t.stage = o.stage and t.step = o.step
    group by all
),

bounds as (
    select instance_no,
        arg_min(ts_us, rank) filter (where bound = 'from') as started_us,
        arg_min(ts_us, rank) filter (where bound = 'to') as ended_us
    from found
    group by instance_no
),

seen as (
    select k.instance_no, min(e.ts_us) as first_us, max(e.ts_us) as last_us
    from stage_events as e
    inner join instance_keys as k
        on k.stage = e.stage and k.case_no = e.case_no and k.key = e.key and k.part = e.part
    group by k.instance_no
),

active as (
    select instance_no, max(ts_us) as active_us
    from occurrences
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
