-- One row per looked-at gap and value, side, and number of a customer's units there: sums over customers, and customers hit.
with whole as (
    select gap_no, customer_no, count(*) as n, count(*) filter (where affected) as x
    from segment_rows
    where gap_no in (select gap_no from looked_at_segments)
    group by gap_no, customer_no
),

inside as (
    select k.gap_no, k.code, r.customer_no, count(*) as n, count(*) filter (where r.affected) as x
    from looked_at_segments as k
    inner join segment_rows as r on r.gap_no = k.gap_no
    inner join instance_codes as c on c.instance_no = r.instance_no and c.code = k.code
    group by k.gap_no, k.code, r.customer_no
),

sides as (
    select gap_no, 0 as code, 'all' as side, n, x
    from whole
    union all
    select gap_no, code, 'inside' as side, n, x
    from inside
    union all
    select i.gap_no, i.code, 'theirs' as side, w.n, w.x
    from inside as i
    inner join whole as w on w.gap_no = i.gap_no and w.customer_no = i.customer_no
    union all
    select i.gap_no, i.code, 'also' as side, w.n - i.n as n, w.x - i.x as x
    from inside as i
    inner join whole as w on w.gap_no = i.gap_no and w.customer_no = i.customer_no
    where w.n > i.n
)

select gap_no, code, side, n, count(*) as customers, sum(x)::hugeint as x, sum(x::hugeint * x) as xx,
    count(*) filter (where x > 0) as hit
from sides
group by gap_no, code, side, n
order by gap_no, code, side, n
