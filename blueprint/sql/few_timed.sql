-- One row per stage of which fewer than $smallest customers are timed.
select stage
from timed_instances
group by stage
having count(distinct customer_no) < $smallest
order by stage
