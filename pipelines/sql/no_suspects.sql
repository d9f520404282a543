-- One row per hash that several staged events have for their ids: none.
create or replace temp table suspects (id_hash ubigint);
