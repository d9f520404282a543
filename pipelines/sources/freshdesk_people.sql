-- One row per contact or agent: a contact's names; an agent's are the staff's.
select
    source_row,
    1 as part,
    case
        when reason is not null then reason
        when cleaned(doc ->> '$.id') is null then 'missing_id'
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
    case when getvariable('table_name') = 'contact' then list_concat(
        freshdesk_contact_links(
            doc ->> '$.id', doc ->> '$.email', doc ->> '$.phone', doc ->> '$.mobile',
            doc ->> '$.unique_external_id'
        ),
        stated([
            link('requester', cleaned(doc ->> '$.id'), 'email', object_id('email', other), 'same', null)
            for other in from_json(doc -> '$.other_emails', '["VARCHAR"]')
        ])
    ) end as links
from records
