-- One row per source and file with rejected rows that may be read now: all but those that are no fault.
select source, source_file, count(*) as rows
from quarantine
where replay_status <> 'replayed'
    and ($source is null or source = $source)
    and not list_contains($no_fault::varchar[], reason)
group by source, source_file
order by source, source_file
