-- One row per new event and object that it touches: the last rows of the table, where nothing went.
create or replace temp table fresh_objects as
select * exclude (row_no)
from object_rows
where row_no > $last_row;

-- Rows move up when others are deleted: then some of the new ones are not among the last.
select (select count(*) from fresh_objects) = (select count(*) from event_objects) - $objects;
