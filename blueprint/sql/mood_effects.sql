-- One row per confirmed gap and stage: weighted sums over strata that have answers with and without it, and the squared influences of customers.
-- Weights and influences are whole numbers (billionths, millionths), so that no order of adding them matters.
with cells as (
    select gap_no, stage, stratum,
        sum(n) filter (where is_with) as n1, sum(y) filter (where is_with) as y1,
        sum(n) filter (where not is_with) as n0, sum(y) filter (where not is_with) as y0
    from mood_strata
    group by gap_no, stage, stratum
    having n1 > 0 and n0 > 0
),

weighed as (
    select *, round(1e9 * n1 * n0 / (n1 + n0))::hugeint as weight
    from cells
),

totals as (
    select gap_no, stage, sum(weight) as weight, sum(n1)::bigint as n1, sum(n0)::bigint as n0, count(*) as strata,
        sum(round(weight * (y1 / n1))::hugeint) as weighed_with,
        sum(round(weight * (y0 / n0))::hugeint) as weighed_without
    from weighed
    group by gap_no, stage
),

influences as (
    select m.gap_no, m.stage, m.customer_no, bool_or(m.is_with) as is_with, bool_or(not m.is_with) as is_without,
        sum(round(1e6 * w.weight / t.weight * if(m.is_with, (m.y - m.n * w.y1 / w.n1) / w.n1, (m.n * w.y0 / w.n0 - m.y) / w.n0))::hugeint)
            as influence
    from mood_strata as m
    inner join weighed as w on w.gap_no = m.gap_no and w.stage = m.stage and w.stratum = m.stratum
    inner join totals as t on t.gap_no = m.gap_no and t.stage = m.stage
    group by m.gap_no, m.stage, m.customer_no
),

spreads as (
    select gap_no, stage, count(*) as customers, count(*) filter (where is_with) as customers_with,
        count(*) filter (where is_without) as customers_without, sum(influence * influence) as squares
    from influences
    group by gap_no, stage
)

select t.gap_no, t.stage, t.strata, t.n1, t.n0, t.weighed_with, t.weighed_without, t.weight,
    s.customers, s.customers_with, s.customers_without, s.squares
from totals as t
inner join spreads as s on s.gap_no = t.gap_no and s.stage = t.stage
order by t.gap_no, t.stage
