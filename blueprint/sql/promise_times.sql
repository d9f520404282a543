-- One row per promise and instance in which its `after` was seen: when, and when the step first came at or after it.
with covered as (
    select x.step, max(z.coverage_from_us) as from_us, min(z.complete_until_us) as until_us
    from step_sources as x
    inner join source_states as z on z.source = x.source
    group by x.step
),

begun as (
    select p.step, p.clock, p.within_us, o.instance_no, o.stage, o.case_no, o.key, min(o.ts_us) as after_us
    from promises as p
    inner join steps as a on a.step = p.after
    inner join occurrences as o on o.step = p.after and o.stage = a.stage and o.own
    group by all
)

select b.step, b.clock, b.within_us, b.instance_no, b.after_us,
    least(u.cut_us, v.until_us) as cut_us, i.ended_us,
    if(g.clock = b.clock, g.limit_us, null) as limit_us, min(o.ts_us) as came_us
from begun as b
inner join cuts as u on u.stage = b.stage
inner join covered as v on v.step = b.step and b.after_us >= v.from_us
inner join instance_times as i on i.instance_no = b.instance_no
inner join steps as s on s.step = b.step
inner join stages as g on g.stage = b.stage
inner join stages as h on h.stage = s.stage
left join occurrences as o
    on o.step = b.step and o.own and o.case_no = b.case_no and o.ts_us >= b.after_us
    and (o.instance_no = b.instance_no or (s.stage <> b.stage and (o.key = b.key or h.object_type is distinct from g.object_type)))
group by all
