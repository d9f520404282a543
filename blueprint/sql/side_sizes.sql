-- One row per side: its judged instances and their customers.
select n.side, count(i.instance_no) as instances, count(distinct i.customer_no) as customers
from (select unnest([1, 2]) as side) as n
left join sides as s on s.side = n.side
left join judged as i on i.instance_no = s.instance_no
group by n.side
order by n.side
