-- One row per source and file with rejected rows that may be read now: all but those that are no fault. Of a
-- source that could not be read there is no row.
select source, source_file, count(*) filter (where reason <> 'unreadable_source') as rows
from quarantine
where replay_status <> 'replayed'
    and ($source is null or source = $source)
    and not list_contains($no_fault::varchar[], reason)
group by source, source_file
order by source, source_file
