-- One row per bound event: the numbers of the first and of the last designed step that picked it.
select o.event_no, min(s.position) as step_no, max(s.position) as last_step_no
from occurrences as o
inner join steps as s on s.step = o.step
where o.own
group by o.event_no
order by o.event_no
