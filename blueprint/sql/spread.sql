-- One row per kind, subject and facet: sums over customers, all integers, from which rate and variance follow.
with clusters as (
    select kind, subject, facet, customer_no, count(*) as n, count(*) filter (where affected) as x,
        sum(effect) as e, bool_or(affected) as is_hit
    from tested_rows
    group by kind, subject, facet, customer_no
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

select c.kind, c.subject, c.facet,
    sum(c.n) as n, sum(c.x) as x, count(*) as customers, count(*) filter (where c.is_hit) as customers_hit,
    sum(c.x::hugeint * c.x) as xx, sum(c.x::hugeint * c.n) as xn, sum(c.n::hugeint * c.n) as nn,
    sum(c.e) as e, sum(c.e::hugeint * c.e) as ee, any_value(d.details) as details
from clusters as c
left join details as d on d.kind = c.kind and d.subject = c.subject and d.facet is not distinct from c.facet
group by c.kind, c.subject, c.facet
order by c.kind, c.subject, c.facet nulls first
