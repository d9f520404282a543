-- One row per stage with a designed reach and judged instance that has had the time to enter the next stage.
with leaving as (
    select i.instance_no, i.case_no, i.customer_no, i.key, i.entered_us, coalesce(i.ended_us, i.active_us) as left_us,
        r.stage, r.next, r.again, g.clock, g.limit_us, l.other_object
    from reaches as r
    inner join judged as i on i.stage = r.stage and i.entered_us <= r.entered_by_us
    inner join stages as g on g.stage = r.next and not g.entry_blind
    inner join cuts as u on u.stage = r.next and u.covered_from_us <= i.entered_us
    inner join later_stages as l on l.stage = r.stage and l.later = r.next
    where coalesce(i.ended_us, i.active_us) <= r.left_by_us
),

entering as (
    select l.*, n.entered_us as reached_us
    from leaving as l
    left join instances as n
        on n.stage = l.next and n.case_no = l.case_no and (l.other_object or n.key = l.key)
        and (n.entered_us >= l.entered_us or not l.again)
),

reached as (
    select e.instance_no,
        bool_or(
            coalesce(if(e.clock = 'calendar', e.reached_us - e.left_us, b.worked_us - a.worked_us) <= e.limit_us, false)
        ) as in_time
    from entering as e
    left join worked as a on a.clock = e.clock and a.ts_us = e.left_us
    left join worked as b on b.clock = e.clock and b.ts_us = e.reached_us
    where e.clock = 'calendar' or a.ts_us is not null
    group by e.instance_no
)

select l.stage as subject, null as facet, l.instance_no, l.case_no, l.customer_no, null as detail,
    not r.in_time as affected, if(r.in_time, 0, 1) as effect
from leaving as l
inner join reached as r on r.instance_no = l.instance_no
