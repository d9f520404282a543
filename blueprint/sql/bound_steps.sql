-- One row per bound event: the number of the first designed step that picked it.
select o.event_no, min(s.position) as step_no
from occurrences as o
inner join steps as s on s.step = o.step
where o.own
group by o.event_no
order by o.event_no
