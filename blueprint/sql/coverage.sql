-- One row per source, activity and state of binding: how many events of cases.
select s.source, a.activity, s.state, count(*) as events
from event_states as s
inner join activities as a on a.activity_no = s.activity_no
group by all
order by events desc, s.source, a.activity, s.state
