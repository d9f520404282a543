-- No row: drops what reading a flat log left.
drop view if exists flat_source;
drop view if exists flat_file;
drop table if exists flat_staged;
drop table if exists flat_malformed;
