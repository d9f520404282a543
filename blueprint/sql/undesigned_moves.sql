-- One row per stage, pair of its flow's steps and judged instance in which the second came straight after the first undesigned.
with acts as (
    select o.instance_no, i.stage, o.step, o.event_no, o.ts_us, i.cut_us,
        if(
            o.source <> lag(o.source) over w,
            o.ts_us - lag(o.ts_us) over w < greatest(o.precision_us, lag(o.precision_us) over w),
            o.ts_us = lag(o.ts_us) over w and not coalesce(o.sequence <> lag(o.sequence) over w, false)
        ) as is_tied
    from occurrences as o
    inner join judged as i on i.instance_no = o.instance_no and not i.left_truncated
    where o.own
    window w as (partition by o.instance_no order by o.event_no)
),

moves as (
    select *, lag(step) over w as source,
        coalesce(is_tied, false) or coalesce(lag(is_tied) over w, false) or coalesce(lead(is_tied) over w, false) as is_unsure
    from acts
    window w as (partition by instance_no order by event_no)
)

select distinct m.stage, m.source, m.step as target, m.instance_no
from moves as m
inner join steps as a on a.step = m.source and a.in_flow and not a.blind
inner join steps as b on b.step = m.step and b.in_flow and not b.blind
anti join designed_follows as d on d.source = m.source and d.target = m.step
where not m.is_unsure and m.ts_us <= m.cut_us
order by m.stage, m.source, target, m.instance_no
