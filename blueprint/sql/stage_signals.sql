-- One row per stage and signal: events, instances, customers, and sums of the last scores (millionths) by the answers of a customer.
with last_scores as (
    select e.signal, e.kind, i.stage, i.instance_no, i.customer_no, count(*) as events,
        arg_max(e.score, e.event_no) as score
    from signal_events as e
    inner join judged as i on i.instance_no = e.instance_no
    group by e.signal, e.kind, i.stage, i.instance_no, i.customer_no
),

clusters as (
    select signal, kind, stage, customer_no, sum(events)::bigint as events, count(*) as instances,
        count(score) as n, sum(score)::hugeint as y, sum(score::hugeint * score) as yy
    from last_scores
    group by signal, kind, stage, customer_no
),

sizes as (
    select signal, kind, stage, n, sum(events)::bigint as events, sum(instances)::bigint as instances,
        count(*) as customers, sum(y) as total, sum(y * y) as squares, sum(yy) as values2
    from clusters
    group by signal, kind, stage, n
)

select stage, signal, kind, sum(events)::bigint as events, sum(instances)::bigint as instances, sum(customers)::bigint as customers,
    list([n, customers, total, squares, values2] order by n) filter (where n > 0) as sizes
from sizes
group by stage, signal, kind
order by stage, signal
