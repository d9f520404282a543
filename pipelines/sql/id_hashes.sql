-- One row per staged event of a slice: the hash of its id.
select hash(event_id) as id_hash
from staged_rows(getvariable('staged_files'))
where event_id is not null and ($slices = 1 or hash(event_id) % $slices = $slice)
