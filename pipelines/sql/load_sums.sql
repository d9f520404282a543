-- One row per source that was loaded in a run: how its rows ended.
select
    source,
    count(*) as files,
    sum(rows_read)::bigint as rows_read,
    sum(rows_loaded)::bigint as rows_loaded,
    sum(rows_duplicate)::bigint as rows_duplicate,
    sum(rows_quarantined)::bigint as rows_quarantined,
    sum(events_loaded)::bigint as events_loaded,
    sum(coalesce(events_conflicting, 0))::bigint as events_conflicting
from loads
where run_id = $run_id
group by source
order by source
