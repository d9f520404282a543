-- One row: the jumps that are left. Each round doubles how far a jump goes, so a few rounds do for any log.
insert into batch_starts
select
    jumps.stretch_no,
    jumps.next_us
from jumps
inner join batch_starts using (stretch_no, start_us);

create or replace temp table jumps as
select
    near.stretch_no,
    near.start_us,
    far.next_us
from jumps as near
inner join jumps as far on near.stretch_no = far.stretch_no and near.next_us = far.start_us;

select count(*) as jumps from jumps;
