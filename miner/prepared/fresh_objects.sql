-- One row per new event and object that it touches, looked for by the ids of the events.
create or replace temp table fresh_objects as
from event_objects
semi join fresh using (event_id);
