-- One row per call (input row): track, page and screen are events; identify, alias and group give links.
with calls as (
    select
        source_row,
        reason as broken,
        raw,
        doc,
        json_extract(doc, getvariable('kept_paths'))::varchar[] as properties,
        json_transform(doc, '{
            "type": "VARCHAR", "event": "VARCHAR", "messageId": "VARCHAR", "anonymousId": "VARCHAR",
            "userId": "VARCHAR", "previousId": "VARCHAR", "timestamp": "VARCHAR",
            "originalTimestamp": "VARCHAR", "channel": "VARCHAR", "properties": {"channel": "VARCHAR"},
            "context": {"userAgent": "VARCHAR"}, "traits": {"email": "VARCHAR"}
        }') as call
    from records
),

named as (
    select
        source_row,
        broken,
        raw,
        doc,
        properties,
        cleaned(call.type) as kind,
        call.type in ('track', 'page', 'screen') as is_event,
        case when call.type = 'track' then cleaned(call.event) else call.type end as activity,
        cleaned(call.messageid) as message_id,
        cleaned(call.anonymousid) as visitor,
        cleaned(call.userid) as person,
        cleaned(call.previousid) as previous,
        object_id('email', call.traits.email) as email,
        coalesce(cleaned(call.timestamp), cleaned(call.originaltimestamp)) as written,
        coalesce(call.channel = 'server', false) as is_server,
        coalesce(cleaned(call.properties.channel), 'web') as channel,
        call.context.useragent as agent
    from calls
),

timed as (
    select *, instant(written) as happened
    from named
),

judged as (
    select
        *,
        case
            when broken is not null then broken
            when kind is null or kind not in ('track', 'page', 'screen', 'identify', 'alias', 'group')
                then 'unknown_type'
            when visitor is null and person is null then 'missing_id'
            when regexp_matches(agent, getvariable('bots'), 'i') then 'bot'
            when is_event and activity is null then 'missing_activity'
            when is_event or written is not null then time_fault(written, happened)
        end as reason
    from timed
)

select
    source_row,
    is_event::integer as part,
    reason,
    case
        when reason = 'unknown_type' then kind
        when reason = 'bot' then agent
        when is_time_fault(reason) then written
    end as found,
    raw,
    false as skipped,
    case when is_event then coalesce(
        message_id,
        md5(to_json([kind, activity, visitor, person, epoch_us(happened)::varchar, doc ->> '$.properties'])::varchar)
    ) end as event_id,
    activity,
    happened as "timestamp",
    'ms' as timestamp_precision,
    case when is_server then 'system' else 'customer' end as actor_kind,
    case when not is_server then coalesce(person, visitor) end as actor,
    channel,
    -- the paths are those in the call's own place first, then those in its properties
    as_attributes([
        key || coalesce(scalar(properties[i]), scalar(properties[i + len(getvariable('kept'))]))
        for key, i in getvariable('kept_keys')
    ]) as attributes,
    touched([
        {'object_type': 'user', 'object_id': person, 'qualifier': 'subject'},
        {'object_type': 'anonymous', 'object_id': visitor, 'qualifier': 'subject'}
    ]) as objects,
    case when not is_event then stated([
        link('anonymous', visitor, 'user', person, 'same', happened),
        link('anonymous', previous, 'user', person, 'same', happened),
        link('user', person, 'email', email, 'same', happened)
    ]) end as links
from judged
