-- One row: of the rows that were tried again in a run, how many are read now and how many are still bad.
select
    count(*) filter (where replay_status = 'replayed') as replayed,
    count(*) filter (where replay_status = 'still_bad') as still_bad
from quarantine
where source = $source and run_id = $run_id and not list_contains($no_fault::varchar[], reason)
