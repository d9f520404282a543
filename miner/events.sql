-- One row per event in numbered_events, per activity in activities.
-- event_no is the rank in the total order of docs/definitions.md, 1; activity_no the rank of the name.

create or replace table activities as
select
    (row_number() over (order by activity))::integer as activity_no,
    activity
from (select distinct activity from events where timestamp_kind <> 'planned')
order by activity_no;

create or replace temp table source_names as
select
    row_number() over (order by source) as source_no,
    source
from (select distinct source from events)
order by source_no;

create or replace table numbered_events as
with coded as (
    select
        events.event_id,
        source_names.source_no,
        events.source,
        events.activity,
        activities.activity_no,
        epoch_us(events."timestamp") as ts_us,
        case events.timestamp_precision
            when 'us' then 1
            when 'ms' then 1_000
            when 's' then 1_000_000
            when 'minute' then 60_000_000
            when 'day' then 86_400_000_000
            else error('unknown timestamp_precision ' || events.timestamp_precision)
        end::bigint as precision_us,
        events.sequence
    from events
    inner join activities using (activity)
    inner join source_names using (source)
    -- what was planned has not happened
    where events.timestamp_kind <> 'planned'
)

select
    row_number() over (
        order by ts_us, source_no, sequence nulls last, activity_no, event_id
    ) as event_no,
    event_id,
    source,
    activity,
    activity_no,
    ts_us,
    precision_us,
    sequence
from coded
order by event_no;

drop table source_names;
