-- One row per stage instance: times, duration on the stage's clock, state at the cut, and whether it is judged.
with last_acts as (
    select o.stage, o.case_no, o.key, max(o.last_us) as any_us,
        max(o.last_us) filter (where s.role = 'customer') as own_us
    from instance_steps as o
    inner join steps as s on s.step = o.step
    where o.own
    group by o.stage, o.case_no, o.key
),

went_on as (
    select distinct i.instance_no
    from instance_times as i
    inner join later_stages as l on l.stage = i.stage
    inner join last_acts as a
        on a.stage = l.later and a.case_no = i.case_no and (l.other_object or a.key = i.key)
        and if(i.key <> '' and not l.other_object, a.any_us, a.own_us) >= i.entered_us
),

begun as (
    select case_no, min(first_us) as begun_us
    from instance_times
    group by case_no
),

timed as (
    select i.*, u.covered_from_us, wz.worked_us - ws.worked_us as worked_us,
        we.worked_us - wu.worked_us as worked_since_us,
        wc.worked_us - we.worked_us as worked_age_us, wc.worked_us - wa.worked_us as worked_idle_us,
        w.instance_no is not null as has_later, b.begun_us, i.clock = 'calendar' as by_calendar
    from instance_times as i
    inner join begun as b on b.case_no = i.case_no
    inner join cuts as u on u.stage = i.stage
    left join went_on as w on w.instance_no = i.instance_no
    left join worked as we on we.clock = i.clock and we.ts_us = i.entered_us
    left join worked as ws on ws.clock = i.clock and ws.ts_us = i.started_us
    left join worked as wz on wz.clock = i.clock and wz.ts_us = i.ended_us
    left join worked as wa on wa.clock = i.clock and wa.ts_us = i.active_us
    left join worked as wc on wc.clock = i.clock and wc.ts_us = i.cut_us
    left join worked as wu on wu.clock = i.clock and wu.ts_us = u.covered_from_us
),

clocked as (
    select *,
        if(ended_us >= started_us, if(by_calendar, ended_us - started_us, worked_us), null) as duration_us,
        if(by_calendar, cut_us - entered_us, worked_age_us) as age_us,
        if(by_calendar, cut_us - active_us, worked_idle_us) as idle_us,
        if(by_calendar, entered_us - covered_from_us, worked_since_us) as since_us
    from timed
)

select t.instance_no, t.stage, t.case_no, t.customer_no, t.key,
    t.entered_us, t.started_us, t.ended_us, t.first_us, t.last_us, t.active_us, t.cut_us,
    t.duration_us, t.age_us,
    case
        when t.ended_us is not null then 'finished'
        when t.has_later then 'went_on'
        when t.idle_us >= t.limit_us then 'abandoned'
        when t.age_us >= t.limit_us then 'overdue'
        else 'open'
    end as state,
    coalesce(
        t.entered_us < t.covered_from_us or (t.started_us is null and t.since_us < coalesce(t.limit_us, 0)),
        false
    ) as left_truncated,
    coalesce(t.age_us >= t.limit_us, false) as by_limit,
    t.entered_us >= w.from_us and t.entered_us < w.to_us and t.entered_us <= coalesce(t.cut_us, t.entered_us)
    and t.begun_us >= w.effective_us as judged
from clocked as t
cross join run_window as w
order by t.instance_no
