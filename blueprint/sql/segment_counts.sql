-- One row per confirmed gap and value with enough units inside and outside: eligible and affected in all and inside.
with whole as (
    select gap_no, count(*) as all_n, count(*) filter (where affected) as all_x
    from segment_rows
    group by gap_no
),

inside as (
    select r.gap_no, c.code, count(*) as n, count(*) filter (where r.affected) as x
    from segment_rows as r
    inner join instance_codes as c on c.instance_no = r.instance_no
    group by r.gap_no, c.code
)

select i.gap_no, i.code, s.attribute, s.value, w.all_n, w.all_x, i.n, i.x
from inside as i
inner join whole as w on w.gap_no = i.gap_no
inner join segment_codes as s on s.code = i.code
cross join segment_zone as z
where i.n >= z.min_cases and w.all_n - i.n >= z.min_cases
order by i.gap_no, i.code
