-- One row per event that touches an identifier, but is in no case, in loose_events: the cases are cut now.
insert into loose_events
from owned_events
anti join event_cases using (event_no);

drop table owned_events;
drop table node_neighbourhoods;
