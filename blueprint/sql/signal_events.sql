-- One row per event of a case that is a signal, and stage instance that it speaks of (none: it has no place).
with told as (
    select m.event_no, m.signal, m.answer, g.kind, g.stage, g.is_previous, g.is_mapped, g.low, g.high, c.case_no, n.ts_us
    from signal_matches as m
    inner join signals as g on g.signal = m.signal
    inner join event_cases as c on c.event_no = m.event_no
    inner join numbered_events as n on n.event_no = m.event_no
),

openings as (
    select k.instance_no, k.stage, k.case_no, k.key, min(e.event_no) as opened_no
    from stage_events as e
    inner join instance_keys as k
        on k.stage = e.stage and k.case_no = e.case_no and k.key = e.key and k.part = e.part
    where e.opens and e.stage in (select stage from signals)
    group by k.instance_no, k.stage, k.case_no, k.key
),

of_a_stage as (
    select t.event_no, t.signal, o.instance_no
    from told as t
    inner join stages as g on g.stage = t.stage and g.object_type is null
    asof inner join openings as o on o.stage = t.stage and o.case_no = t.case_no and o.opened_no <= t.event_no
    union all
    select t.event_no, t.signal, o.instance_no
    from told as t
    inner join stages as g on g.stage = t.stage
    inner join event_keys as k on k.event_no = t.event_no and k.object_type = g.object_type
    asof inner join openings as o on o.stage = t.stage and o.key = k.object_id and o.opened_no <= t.event_no
),

steps_before as (
    select case_no, key, event_no, min(instance_no) as instance_no
    from occurrences
    where own and case_no in (select case_no from told where is_previous)
    group by case_no, key, event_no
),

steps_of_cases as (
    select case_no, event_no, min(instance_no) as instance_no
    from steps_before
    group by case_no, event_no
),

looked_for as (
    select t.event_no, t.signal, t.case_no, k.object_id
    from told as t
    left join event_keys as k on k.event_no = t.event_no
    where t.is_previous
),

of_an_object as (
    select f.event_no, f.signal, b.instance_no
    from looked_for as f
    asof inner join steps_before as b on b.case_no = f.case_no and b.key = f.object_id and b.event_no <= f.event_no
),

of_a_step as (
    from of_an_object
    union all
    select f.event_no, f.signal, b.instance_no
    from (select distinct event_no, signal, case_no from looked_for) as f
    asof inner join steps_of_cases as b on b.case_no = f.case_no and b.event_no <= f.event_no
    anti join of_an_object as o on o.event_no = f.event_no and o.signal = f.signal
),

placed as (
    from of_a_stage
    union
    from of_a_step
)

select t.event_no, t.signal, t.kind, t.ts_us, p.instance_no,
    case
        when t.is_mapped then s.score
        when try_cast(t.answer as double) between t.low and t.high
            then round((try_cast(t.answer as double) - t.low) / (t.high - t.low) * 4000000 - 2000000)::bigint
    end as score
from told as t
left join placed as p on p.event_no = t.event_no and p.signal = t.signal
left join signal_scale as s on s.signal = t.signal and s.answer = t.answer
order by t.signal, t.event_no, p.instance_no
