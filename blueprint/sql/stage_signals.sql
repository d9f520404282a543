-- One row per stage and signal: events and instances, and sums over customers of the last scores (millionths) of each instance.
with last_scores as (
    select e.signal, e.kind, i.stage, i.instance_no, i.customer_no, count(*) as events,
        arg_max(e.score, e.event_no) as score
    from signal_events as e
    inner join judged as i on i.instance_no = e.instance_no
    group by e.signal, e.kind, i.stage, i.instance_no, i.customer_no
),

clusters as (
    select signal, kind, stage, customer_no, sum(events)::bigint as events, count(*) as instances,
        count(score) as n, coalesce(sum(score), 0)::bigint as y
    from last_scores
    group by signal, kind, stage, customer_no
)

select stage, signal, kind, sum(events)::bigint as events, sum(instances)::bigint as instances,
    count(*) as customers, sum(n)::bigint as n, count(*) filter (where n > 0) as answering, sum(y)::bigint as y,
    sum(y::hugeint * y) as yy, sum(y::hugeint * n) as yn, sum(n::hugeint * n) as nn
from clusters
group by stage, signal, kind
order by stage, signal
