-- One row per timed instance and lane whose turn it ever was: how long, on the stage's clock. The time before an event is its lane's.
with acted as (
    select i.instance_no, i.stage, i.customer_no, s.lane, o.event_no,
        if(g.clock = 'calendar', o.ts_us, w.worked_us) as at_us
    from instances as i
    inner join stages as g on g.stage = i.stage
    inner join occurrences as o
        on o.instance_no = i.instance_no and o.ts_us >= i.started_us and o.ts_us <= i.ended_us
    inner join steps as s on s.step = o.step
    left join worked as w on w.clock = g.clock and w.ts_us = o.ts_us and g.clock <> 'calendar'
    where i.judged and i.state = 'finished' and i.duration_us is not null and not i.left_truncated
        and (i.by_limit or g.limit_us is null)
),

waits as (
    select instance_no, stage, customer_no, lane, at_us - lag(at_us) over (partition by instance_no order by event_no) as wait_us
    from acted
)

select instance_no, stage, customer_no, lane, sum(wait_us)::bigint as wait_us
from waits
where wait_us is not null
group by instance_no, stage, customer_no, lane
