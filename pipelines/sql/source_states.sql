-- One row per source in the warehouse: events, their first and last time, and how its rows ended.
with seen as (
    select source, count(*) as events,
        epoch_us(min("timestamp")) as first_us, epoch_us(max("timestamp")) as last_us
    from events
    group by source
),

manifest as (
    select source, sum(rows_read)::bigint as rows_read,
        sum(rows_duplicate)::bigint as rows_duplicate,
        sum(rows_quarantined)::bigint as rows_quarantined
    from loads
    group by source
)

select
    coalesce(s.source, m.source) as source,
    coalesce(s.events, 0) as events,
    s.first_us,
    s.last_us,
    coalesce(m.rows_read, 0) as rows_read,
    coalesce(m.rows_duplicate, 0) as rows_duplicate,
    coalesce(m.rows_quarantined, 0) as rows_quarantined
from seen as s
full join manifest as m on m.source = s.source
order by 1
