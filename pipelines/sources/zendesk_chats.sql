-- One row per row of Fivetran's ticket_chat: which ticket and which user a chat belongs to.
select
    source_row,
    1 as part,
    case
        when reason is not null then reason
        when cleaned(doc ->> '$.chat_id') is null or cleaned(doc ->> '$.ticket_id') is null then 'missing_id'
    end as reason,
    null::varchar as found,
    raw,
    false as skipped,
    null::varchar as event_id,
    null::varchar as activity,
    null::timestamptz as "timestamp",
    null::varchar as timestamp_precision,
    null::bigint as sequence,
    null::varchar as actor_kind,
    null::varchar as actor,
    null::varchar as role,
    null::varchar as channel,
    null::boolean as public,
    null::varchar as attributes,
    null::struct(object_type varchar, object_id varchar, qualifier varchar)[] as objects,
    stated([
        link('chat', cleaned(doc ->> '$.chat_id'), 'ticket', cleaned(doc ->> '$.ticket_id'), 'of', null)
    ]) as links
from records
