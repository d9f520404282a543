-- One row per designed link: judged instances that have its source, those with the target after it, and the median time.
with begun as (
    select l.source, l.target, x.instance_no, x.case_no, i.customer_no, x.first_event_no, x.first_us, x.key,
        a.stage = b.stage as inside, coalesce(g.object_type, '') <> coalesce(h.object_type, '') as other_object
    from designed_links as l
    inner join steps as a on a.step = l.source
    inner join steps as b on b.step = l.target
    inner join stages as g on g.stage = a.stage
    inner join stages as h on h.stage = b.stage
    inner join instance_steps as x on x.step = l.source and x.own
    inner join judged as i on i.instance_no = x.instance_no
),

followed as (
    select b.source, b.target, b.instance_no, b.customer_no, b.first_us, min(y.ts_us) as next_us
    from begun as b
    left join occurrences as y
        on y.step = b.target and y.own and y.case_no = b.case_no and y.event_no > b.first_event_no
        and (y.instance_no = b.instance_no or (not b.inside and (b.other_object or y.key = b.key)))
    group by all
)

select source, target, count(*) as begun, count(next_us) as instances, quantile_cont(next_us - first_us, 0.5) as p50_us,
    count(distinct customer_no) filter (where next_us is not null) as customers
from followed
group by source, target
order by source, target
