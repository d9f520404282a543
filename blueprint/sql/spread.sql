-- One row per kind, subject and facet: sums over customers, all integers, from which rate and variance follow.
-- Most customers have one instance of a stage and one row per test: these need no sum, which is checked in bitmaps.
with marked as not materialized (
    select *,
        if(
            instance_no < (select coalesce(max(bit_length(bits)), 0) from lone_instances),
            get_bit((select bits from lone_instances), instance_no::integer), 0
        ) = 1 as is_lone
    from tested_rows
),

tests as materialized (
    select kind, subject, facet, row_number() over (order by kind, subject, facet nulls first)::usmallint as test_no
    from (select distinct kind, subject, facet from tested_rows)
),

parts as materialized (
    select t.test_no, r.is_lone, count(*) as n, count(*) filter (where r.affected) as x, sum(r.effect) as e,
        sum(r.effect::hugeint * r.effect) as ee, bitstring_agg(r.customer_no, 0, $most) as customers
    from marked as r
    inner join tests as t on t.kind = r.kind and t.subject = r.subject and t.facet is not distinct from r.facet
    group by t.test_no, r.is_lone
),

-- tests in which the customer of a lone instance has more than its one row after all
shared as materialized (
    select kind, subject, facet
    from tests
    where test_no in (
        select test_no
        from parts
        group by test_no
        having bool_or(is_lone and bit_count(customers) < n) or bit_count(bit_or(customers)) < sum(bit_count(customers))
    )
),

summed as (
    from marked
    where not is_lone
    union all
    select r.*
    from marked as r
    semi join shared as h on h.kind = r.kind and h.subject = r.subject and h.facet is not distinct from r.facet
    where r.is_lone
),

clusters as (
    select t.test_no, r.customer_no, count(*) as n, count(*) filter (where r.affected) as x, sum(r.effect) as e
    from summed as r
    inner join tests as t on t.kind = r.kind and t.subject = r.subject and t.facet is not distinct from r.facet
    group by t.test_no, r.customer_no
),

sizes as (
    select test_no, n, sum(customers) as customers, sum(hit) as hit, sum(x) as x, sum(xx) as xx, sum(e) as e, sum(ee) as ee
    from (
        select p.test_no, 1 as n, p.n as customers, p.x as hit, p.x, p.x as xx, p.e, p.ee
        from parts as p
        inner join tests as t on t.test_no = p.test_no
        anti join shared as h on h.kind = t.kind and h.subject = t.subject and h.facet is not distinct from t.facet
        where p.is_lone
        union all
        select test_no, n, count(*) as customers, count(*) filter (where x > 0) as hit,
            sum(x) as x, sum(x::hugeint * x) as xx, sum(e) as e, sum(e::hugeint * e) as ee
        from clusters
        group by test_no, n
    )
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
