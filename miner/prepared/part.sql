-- One row per event, object and link of the touched neighbourhoods in the database part: a log of its own.
create table part.main.events as
from fresh
union all
from events
semi join old_events using (event_id);

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
