-- One row per stage and quantile of its durations: sums over customers of the instances up to it, by their number.
with quantiles as (
    select stage, unnest([0.5::double, 0.9::double]) as quantile, unnest(quantile_cont(duration_us, [0.5, 0.9])) as at_us
    from timed_instances
    group by stage
),

clusters as (
    select q.stage, q.quantile, t.customer_no, count(*) as n, count(*) filter (where t.duration_us <= q.at_us) as x
    from quantiles as q
    inner join timed_instances as t on t.stage = q.stage
    group by q.stage, q.quantile, t.customer_no
),

sizes as (
    select stage, quantile, n, count(*) as customers, sum(x) as x, sum(x::hugeint * x) as xx
    from clusters
    group by stage, quantile, n
)

select stage, quantile, list([n, customers, x, xx, x] order by n) as sizes
from sizes
group by stage, quantile
order by stage, quantile
