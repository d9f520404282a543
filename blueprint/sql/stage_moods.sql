-- One row per stage that asked: instances asked, and by the number of answers of a customer [n, customers, sums of scores (millionths)].
with clusters as (
    select stage, customer_no, count(*) as n, sum(score)::hugeint as y, sum(score::hugeint * score) as yy
    from stage_answers
    group by stage, customer_no
),

sizes as (
    select stage, n, count(*) as customers, sum(y) as total, sum(y * y) as squares, sum(yy) as values2
    from clusters
    group by stage, n
),

answered as (
    select stage, list([n, customers, total, squares, values2] order by n) as sizes
    from sizes
    group by stage
),

asked as (
    select stage, count(*) as asked
    from stage_asked
    group by stage
)

select a.stage, a.asked, s.sizes
from asked as a
left join answered as s on s.stage = a.stage
order by a.stage
