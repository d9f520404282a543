-- One row: the events that have the id of another one of this load, but other content.
select count(*) as conflicts
from read_parquet(getvariable('repeats'))
where differs
