-- One row per stage where friction can be seen: its events, and the judged instances and customers that met it.
with visible as (
    select distinct s.stage
    from stages as s
    inner join signals as g on g.kind = 'friction' and (g.is_previous or g.stage = s.stage)
    inner join signal_sources as x on x.signal = g.signal
),

met as (
    select i.stage, e.event_no, e.signal, i.instance_no, i.customer_no
    from signal_events as e
    inner join judged as i on i.instance_no = e.instance_no
    where e.kind = 'friction'
)

select v.stage, count(distinct (m.event_no, m.signal)) filter (where m.event_no is not null) as events,
    count(distinct m.instance_no) as instances, count(distinct m.customer_no) as customers
from visible as v
left join met as m on m.stage = v.stage
group by v.stage
order by v.stage
