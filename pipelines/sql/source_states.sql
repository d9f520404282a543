-- One row per source in the warehouse: events, first and last time, how its rows ended, rows that stopped it.
with seen as (
    select source, count(*) as events,
        -- what is planned says nothing of how far the log reaches
        epoch_us(min("timestamp") filter (where timestamp_kind <> 'planned')) as first_us,
        epoch_us(max("timestamp") filter (where timestamp_kind <> 'planned')) as last_us,
        count(*) filter (where timestamp_flag = 'ambiguous') as ambiguous,
        count(*) filter (where timestamp_flag = 'impossible') as impossible,
        count(*) filter (where timestamp_flag = 'future') as future
    from events
    group by source
),

manifest as (
    select source, sum(rows_read)::bigint as rows_read,
        sum(rows_loaded)::bigint as rows_loaded,
        sum(events_conflicting)::bigint as events_conflicting,
        sum(rows_duplicate)::bigint as rows_duplicate,
        sum(rows_quarantined)::bigint as rows_quarantined
    from loads
    group by source
),

refused as (
    select source, count(*) filter (
            where source_row > 0 and not list_contains($no_fault::varchar[], reason)
        ) as rows_refused,
        any_value(detail) filter (where reason = 'unreadable_source') as unread
    from quarantine
    where load_id not in (select load_id from loads)
    group by source
)

select
    coalesce(m.source, s.source, r.source) as source,
    coalesce(s.events, 0) as events,
    s.first_us,
    s.last_us,
    coalesce(m.rows_read, 0) as rows_read,
    coalesce(m.rows_duplicate, 0) as rows_duplicate,
    coalesce(m.rows_quarantined, 0) as rows_quarantined,
    coalesce(r.rows_refused, 0) as rows_refused,
    r.unread,
    coalesce(s.ambiguous, 0) as ambiguous,
    coalesce(s.impossible, 0) as impossible,
    coalesce(s.future, 0) as future,
    coalesce(m.rows_loaded, 0) as rows_loaded,
    coalesce(m.events_conflicting, 0) as events_conflicting
from manifest as m
full join seen as s on s.source = m.source
full join refused as r on r.source = coalesce(m.source, s.source)
order by 1
