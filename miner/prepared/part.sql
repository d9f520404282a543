-- One row per event, object and link of the touched neighbourhoods in the database part: a log of its own.
create table part.main.events as
from fresh
union all
from events
semi join (from old_events where not $is_customer) as wanted using (event_id)
union all by name
-- a case that is a customer asks nothing else of an event: its row is not looked for by its id
select
    event_id,
    source,
    activity,
    make_timestamp(ts_us)::timestamptz as "timestamp",
    'occurred' as timestamp_kind,
    case precision_us
        when 1 then 'us'
        when 1_000 then 'ms'
        when 1_000_000 then 's'
        when 60_000_000 then 'minute'
        else 'day'
    end as timestamp_precision,
    sequence
from old_events
where $is_customer;

create table part.main.event_objects as
from fresh_objects
anti join lone_events using (event_id)
union all
from event_objects
semi join old_events using (event_id)
union all
-- what only a planned event mentions is an identifier, too
select
    '' as event_id,
    object_type,
    object_id,
    null as qualifier
from prepared.planned_mentions
semi join touched_identifiers
    on planned_mentions.object_type = touched_identifiers.identifier_type
    and as_compared(planned_mentions.object_type, planned_mentions.object_id) = touched_identifiers.identifier;

create table part.main.object_links as
from fresh_links
union all
select l.*
from object_links as l
where
    l.load_id not in (select changed_loads.load_id from changed_loads)
    and (
        exists (
            select 1
            from touched_identifiers as t
            where t.identifier_type = l.from_type and t.identifier = as_compared(l.from_type, l.from_id)
        )
        or exists (
            select 1
            from touched_identifiers as t
            where t.identifier_type = l.to_type and t.identifier = as_compared(l.to_type, l.to_id)
        )
    );
