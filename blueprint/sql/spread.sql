-- One row per kind, subject and facet: sums over customers, all integers, from which rate and variance follow.
with clusters as (
    select kind, subject, facet, customer_no, count(*) as n, count(*) filter (where affected) as x,
        sum(effect) as e, bool_or(affected) as is_hit
    from tested_rows
    group by kind, subject, facet, customer_no
),

sizes as (
    select kind, subject, facet, n, count(*) as customers, count(*) filter (where is_hit) as hit,
        sum(x) as x, sum(x::hugeint * x) as xx, sum(e) as e, sum(e::hugeint * e) as ee
    from clusters
    group by kind, subject, facet, n
),

details as (
    select kind, subject, facet, map_from_entries(list({'k': detail, 'v': c} order by detail)) as details
    from (
        select kind, subject, facet, detail, count(*) as c
        from tested_rows
        where affected and detail is not null
        group by kind, subject, facet, detail
    )
    group by kind, subject, facet
)

select s.kind, s.subject, s.facet,
    sum(s.n * s.customers) as n, sum(s.x) as x, sum(s.customers) as customers, sum(s.hit) as customers_hit,
    sum(s.e) as e, sum(s.ee) as ee, sum(s.e * s.n) as en,
    list([s.n, s.customers, s.x, s.xx, s.x] order by s.n) as sizes, any_value(d.details) as details
from sizes as s
left join details as d on d.kind = s.kind and d.subject = s.subject and d.facet is not distinct from s.facet
group by s.kind, s.subject, s.facet
order by s.kind, s.subject, s.facet nulls first
