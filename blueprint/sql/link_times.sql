-- One row per link with a time and judged instance in which its first step was seen: how long until the second came at or after it, or tied with it.
with covered as (
    select x.step, max(z.coverage_from_us) as from_us, min(z.complete_until_us) as until_us
    from step_sources as x
    inner join source_states as z on z.source = x.source
    group by x.step
),

begun as (
    select l.source, l.target, l.within_us, l.between_systems, a.role <> b.role as crosses, b.stage as target_stage,
        coalesce(h.object_type, '') <> coalesce(g.object_type, '') as other_object, if(g.clock = 'calendar', g.limit_us, null) as limit_us,
        i.instance_no, i.case_no, i.customer_no, i.stage, i.key, i.ended_us, least(i.cut_us, v.until_us) as cut_us,
        x.first_us as after_us, x.source as after_source, x.precision_us
    from timed_links as l
    inner join steps as a on a.step = l.source and not a.blind
    inner join steps as b on b.step = l.target and not b.blind
    inner join stages as g on g.stage = a.stage
    inner join stages as h on h.stage = b.stage
    inner join instance_steps as x on x.step = l.source and x.own
    inner join instances as i on i.instance_no = x.instance_no and i.judged and not i.left_truncated
    inner join covered as v on v.step = l.target and x.first_us >= v.from_us
),

came as (
    select b.source, b.target, b.instance_no, min(greatest(o.ts_us, b.after_us)) as came_us
    from begun as b
    inner join occurrences as o
        on o.step = b.target and o.own and o.case_no = b.case_no
        and (o.instance_no = b.instance_no or (b.target_stage <> b.stage and (o.key = b.key or b.other_object)))
    where o.ts_us >= b.after_us
        or (o.source <> b.after_source and b.after_us - o.ts_us < greatest(o.precision_us, b.precision_us))
    group by all
)

select b.source || '>' || b.target as subject, b.crosses, b.between_systems, b.within_us,
    b.instance_no, b.case_no, b.customer_no,
    b.cut_us - b.after_us as age_us, c.came_us - b.after_us as took_us,
    coalesce(
        c.came_us - b.after_us, least(coalesce(b.ended_us - b.after_us, b.limit_us), b.cut_us - b.after_us)
    ) as waited_us
from begun as b
left join came as c on c.source = b.source and c.target = b.target and c.instance_no = b.instance_no
