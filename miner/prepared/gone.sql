-- One row per prepared event in gone_events that is no longer in the warehouse, or was loaded anew.
insert into gone_events
select event_no
from prepared.numbered_events
where
    event_id not in (select events.event_id from events)
    or event_id in (select fresh.event_id from fresh);
