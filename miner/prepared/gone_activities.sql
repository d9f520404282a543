-- No row: an activity that no event has any more is none of the log's.
delete from prepared.activities
where activity_no not in (select numbered_events.activity_no from prepared.numbered_events);
