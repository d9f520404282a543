-- One row per confirmed gap and week of entry with enough eligible units: those, the affected ones, and their customers.
with weeks as (
    select c.instance_no, s.value as week
    from instance_codes as c
    inner join segment_codes as s on s.code = c.code
    where s.attribute = 'week'
)

select r.gap_no, w.week, count(*) as n, count(*) filter (where r.affected) as x,
    count(distinct if(r.affected, r.customer_no, null)) as customers
from segment_rows as r
inner join weeks as w on w.instance_no = r.instance_no
group by r.gap_no, w.week
having n >= (select min_cases from segment_zone)
order by r.gap_no, w.week
