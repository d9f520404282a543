-- One row per kind, subject and facet: sums over customers, all integers, from which rate and variance follow.
with tests as materialized (
    select kind, subject, facet, row_number() over (order by kind, subject, facet nulls first)::usmallint as test_no
    from (select distinct kind, subject, facet from tested_rows)
),

clusters as (
    select t.test_no, r.customer_no, count(*) as n, count(*) filter (where r.affected) as x, sum(r.effect) as e
    from tested_rows as r
    inner join tests as t on t.kind = r.kind and t.subject = r.subject and t.facet is not distinct from r.facet
    group by t.test_no, r.customer_no
),

sizes as (
    select test_no, n, count(*) as customers, count(*) filter (where x > 0) as hit,
        sum(x) as x, sum(x::hugeint * x) as xx, sum(e) as e, sum(e::hugeint * e) as ee
    from clusters
    group by test_no, n
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

select t.kind, t.subject, t.facet,
    sum(s.n * s.customers) as n, sum(s.x) as x, sum(s.customers) as customers, sum(s.hit) as customers_hit,
    sum(s.e) as e, sum(s.ee) as ee, sum(s.e * s.n) as en,
    list([s.n, s.customers, s.x, s.xx, s.x] order by s.n) as sizes, any_value(d.details) as details
from sizes as s
inner join tests as t on t.test_no = s.test_no
left join details as d on d.kind = t.kind and d.subject = t.subject and d.facet is not distinct from t.facet
group by t.kind, t.subject, t.facet
order by t.kind, t.subject, t.facet nulls first
