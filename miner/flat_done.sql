-- No row: drops what reading a flat log left.
drop view if exists flat_events;
drop view if exists flat_source;
drop table if exists flat_staged;
