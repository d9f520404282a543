-- One row per source and activity that the log has: what bindings of these two are asked of, once.
select n.source, n.activity_no, a.activity
from (select distinct source, activity_no from numbered_events) as n
inner join activities as a on a.activity_no = n.activity_no
order by n.source, n.activity_no
