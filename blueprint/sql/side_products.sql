-- One row per test that both sides have: sums over the customers on both sides of products of their affected (x) and eligible (n).
with first_side as (
    select kind, subject, facet, customer_no, count(*) as n, count(*) filter (where affected) as x
    from side_rows_1
    group by all
),

second_side as (
    select kind, subject, facet, customer_no, count(*) as n, count(*) filter (where affected) as x
    from side_rows_2
    group by all
)

select a.kind, a.subject, a.facet, sum(a.x * b.x)::bigint as xx, sum(a.x * b.n)::bigint as xn,
    sum(a.n * b.x)::bigint as nx, sum(a.n * b.n)::bigint as nn
from first_side as a
inner join second_side as b
    on b.kind = a.kind and b.subject = a.subject and b.facet is not distinct from a.facet and b.customer_no = a.customer_no
group by a.kind, a.subject, a.facet
order by a.kind, a.subject, a.facet nulls first
