-- One row per stage that asked: instances asked and answered, and sums over customers of their scores (millionths) and answers.
with clusters as (
    select stage, customer_no, count(*) as n, sum(score)::bigint as y
    from stage_answers
    group by stage, customer_no
),

sums as (
    select stage, sum(n) as n, count(*) as customers, sum(y) as y,
        sum(y::hugeint * y) as yy, sum(y::hugeint * n) as yn, sum(n::hugeint * n) as nn
    from clusters
    group by stage
),

asked as (
    select stage, count(*) as asked
    from stage_asked
    group by stage
)

select a.stage, a.asked, coalesce(s.n, 0)::bigint as n, coalesce(s.customers, 0) as customers, coalesce(s.y, 0)::bigint as y,
    coalesce(s.yy, 0) as yy, coalesce(s.yn, 0) as yn, coalesce(s.nn, 0) as nn
from asked as a
left join sums as s on s.stage = a.stage
order by a.stage
