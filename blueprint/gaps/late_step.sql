-- One row per promise and judged instance whose `after` was seen at least `within` before the cut.
with aged as (
    select t.step, t.within_us, i.instance_no, i.case_no, i.customer_no,
        if(t.clock = 'calendar', t.cut_us - t.after_us, wc.worked_us - wa.worked_us) as age_us,
        if(t.clock = 'calendar', t.came_us - t.after_us, wd.worked_us - wa.worked_us) as took_us,
        coalesce(if(t.clock = 'calendar', t.ended_us - t.after_us, wz.worked_us - wa.worked_us), t.limit_us) as waited_us
    from promise_times as t
    inner join judged as i on i.instance_no = t.instance_no and not i.left_truncated
    left join worked as wa on wa.clock = t.clock and wa.ts_us = t.after_us
    left join worked as wc on wc.clock = t.clock and wc.ts_us = t.cut_us
    left join worked as wz on wz.clock = t.clock and wz.ts_us = t.ended_us
    left join worked as wd on wd.clock = t.clock and wd.ts_us = t.came_us
)

select a.step as subject, null as facet, a.instance_no, a.case_no, a.customer_no,
    if(a.took_us is null, 'never', null) as detail,
    coalesce(a.took_us, a.within_us + 1) > a.within_us as affected,
    if(affected, greatest(coalesce(a.took_us, least(a.waited_us, a.age_us)) - a.within_us, 0), 0) as effect
from aged as a
inner join steps as s on s.step = a.step and not s.blind
inner join promises as r on r.step = a.step
inner join steps as b on b.step = r.after and not b.blind
where a.age_us >= a.within_us
