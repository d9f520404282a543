-- One row per event with a case, in the total order.
select
    c.case_id as "case:concept:name",
    e.activity as "concept:name",
    e."timestamp" as "time:timestamp",
    e.actor as "org:resource",
    e.role as "org:role",
    e.event_id as "identity:id",
    e.source,
    e.channel
from event_cases as ec
inner join cases as c using (case_no)
inner join numbered_events as n using (event_no)
inner join events as e using (event_id)
order by ec.case_no, ec.event_no
