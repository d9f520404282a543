-- One row per hash that several staged events have for their ids.
create or replace temp table suspects as
select hash(event_id) as id_hash
from staged_rows(getvariable('staged_files'))
where event_id is not null
group by id_hash
having count(*) > 1;
