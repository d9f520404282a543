-- One row per event and object, with the number of the row in the table of the attached warehouse.
create temp view object_rows as
select
    rowid as row_no,
    *
from warehouse.event_objects;
