-- One row in flat_rows: what became of the rows.
-- Reads flat_source (case_id, activity, moment), whose rows may stand in any order.

-- What a row lacks is counted once: the case before the activity, the activity before the time.
create or replace table flat_rows as
with lacking as (
    select
        flat_lacks(case_id) as lacks_case,
        flat_lacks(activity) as lacks_activity,
        coalesce(not isfinite(moment), true) as lacks_moment
    from flat_source
)

select
    count(*) + $malformed::bigint as rows_read,
    count(*) filter (not lacks_case and not lacks_activity and not lacks_moment) as events,
    count(*) filter (lacks_case) as rows_without_case,
    count(*) filter (not lacks_case and lacks_activity) as rows_without_activity,
    count(*) filter (not lacks_case and not lacks_activity and lacks_moment) as rows_without_time,
    $malformed::bigint as rows_malformed
from lacking;
