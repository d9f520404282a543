-- One row per pair of steps that followed each other in an instance although the design knows no such order.
with pairs as (
    select i.stage, i.instance_no, i.customer_no, o.step as target, o.ts_us,
        lag(o.step) over w as source, lag(o.ts_us) over w as source_us
    from occurrences as o
    inner join judged as i on i.instance_no = o.instance_no
    where o.own
    window w as (partition by o.instance_no order by o.event_no)
),

sizes as (
    select x.step, count(*) as instances
    from instance_steps as x
    inner join judged as i on i.instance_no = x.instance_no
    where x.own
    group by x.step
)

select p.source, p.target, any_value(z.instances) as begun, count(distinct p.instance_no) as instances,
    quantile_cont(p.ts_us - p.source_us, 0.5) as p50_us, count(distinct p.customer_no) as customers
from pairs as p
inner join sizes as z on z.step = p.source
inner join steps as a on a.step = p.source
inner join steps as b on b.step = p.target
anti join designed_links as d on d.source = p.source and d.target = p.target
anti join precedence as q on q.before = p.source and q.after = p.target
where p.source <> p.target
    and (
        not a.in_flow or not b.in_flow
        or exists (from precedence as r where r.before = p.target and r.after = p.source)
    )
group by p.source, p.target
order by p.source, p.target
