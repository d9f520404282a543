-- One row per designed link: judged instances that have its source, those with the target after it, and the median time.
with links as (
    select l.source, l.target, a.stage = b.stage as inside,
        coalesce(g.object_type, '') <> coalesce(h.object_type, '') as other_object
    from designed_links as l
    inner join steps as a on a.step = l.source
    inner join steps as b on b.step = l.target
    inner join stages as g on g.stage = a.stage
    inner join stages as h on h.stage = b.stage
),

begun as (
    select x.step, x.instance_no, x.case_no, i.customer_no, x.first_event_no, x.first_us, x.key
    from instance_steps as x
    inner join judged as i on i.instance_no = x.instance_no
    where x.own
),

inside as (
    select l.source, l.target, b.instance_no, b.customer_no, b.first_event_no, b.first_us,
        if(y.first_event_no > b.first_event_no, y.first_us, null) as next_us
    from links as l
    inner join begun as b on b.step = l.source
    inner join instance_steps as y
        on y.step = l.target and y.own and y.instance_no = b.instance_no and y.last_event_no > b.first_event_no
    where l.inside
),

across as (
    select l.source, l.target, b.instance_no, b.customer_no, b.first_event_no, b.first_us,
        y.instance_no as target_no, if(y.first_event_no > b.first_event_no, y.first_us, null) as next_us
    from links as l
    inner join begun as b on b.step = l.source
    inner join instance_steps as y
        on y.step = l.target and y.own and y.case_no = b.case_no and y.last_event_no > b.first_event_no
            and (l.other_object or y.key = b.key)
    where not l.inside
),

next_times as (
    select source, target, instance_no, customer_no, first_us, next_us
    from across
    where next_us is not null
    union all
    select a.source, a.target, a.instance_no, a.customer_no, a.first_us, o.ts_us as next_us
    from (
        select source, target, instance_no, customer_no, first_event_no, first_us, target_no
        from across
        where next_us is null
        union all
        select source, target, instance_no, customer_no, first_event_no, first_us, instance_no as target_no
        from inside
        where next_us is null
    ) as a
    inner join occurrences as o
        on o.instance_no = a.target_no and o.step = a.target and o.own and o.event_no > a.first_event_no
),

followed as (
    select source, target, customer_no, next_us - first_us as took_us
    from inside
    where next_us is not null
    union all
    select source, target, any_value(customer_no) as customer_no, min(next_us) - any_value(first_us) as took_us
    from next_times
    group by source, target, instance_no
),

sizes as (
    select step, count(*) as begun
    from begun
    group by step
)

select l.source, l.target, any_value(z.begun) as begun, count(f.took_us) as instances,
    quantile_cont(f.took_us, 0.5) as p50_us, count(distinct f.customer_no) as customers
from links as l
inner join sizes as z on z.step = l.source
left join followed as f on f.source = l.source and f.target = l.target
group by l.source, l.target
order by l.source, l.target
