-- One row per captured event (input row): $identify, $set and their like give links, heartbeats are kept apart.
with cells as (
    select
        source_row,
        reason as broken,
        raw,
        json_transform(doc, '{
            "uuid": "VARCHAR", "event": "VARCHAR", "distinct_id": "VARCHAR", "timestamp": "VARCHAR",
            "created_at": "VARCHAR"
        }') as e,
        -- a text in some exports, an object in others
        doc ->> '$.properties' as written_properties
    from records
),

parsed as (
    select
        *,
        case when json_valid(written_properties) then written_properties end as properties
    from cells
),

named as (
    select
        source_row,
        broken,
        raw,
        properties,
        written_properties,
        written_properties is not null and properties is null as has_broken_properties,
        json_extract(properties, [
            '$.' || to_json(name)::varchar for name in getvariable('kept')
        ])::varchar[] as kept_cells,
        json_transform(properties, '{
            "$device_id": "VARCHAR", "$session_id": "VARCHAR", "$user_id": "VARCHAR", "$lib": "VARCHAR",
            "$is_identified": "VARCHAR", "$anon_distinct_id": "VARCHAR", "alias": "VARCHAR",
            "$event_type": "VARCHAR", "$raw_user_agent": "VARCHAR", "$user_agent": "VARCHAR",
            "$pathname": "VARCHAR", "$current_url": "VARCHAR",
            "$set": {"email": "VARCHAR"}, "$set_once": {"email": "VARCHAR"}
        }') as p,
        -- made up in a browser or an app before it knows who it is: UUID 7, and its forerunner
        '^\s*[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\s*$'
        || '|^\s*[0-9a-f]{11,16}-[0-9a-f]{11,16}-[0-9a-f]+-[0-9a-f]+-[0-9a-f]{11,16}\s*$' as invented,
        cleaned(e.uuid) as uuid,
        cleaned(e.event) as event,
        cleaned(e.distinct_id) as distinct_id,
        coalesce(cleaned(e."timestamp"), cleaned(e.created_at)) as written
    from parsed
),

told as (
    select
        *,
        cleaned(p."$device_id") as device,
        event in ('$identify', '$set', '$create_alias', '$merge_dangerously', '$groupidentify') as is_identity,
        case
            when event in ('$identify', '$create_alias', '$merge_dangerously') then false
            when p."$is_identified" in ('true', 'false') then p."$is_identified" = 'false'
            when distinct_id = cleaned(p."$user_id") then false
            when distinct_id = cleaned(p."$device_id") then true
            else regexp_matches(p."$lib", '^(?:web|js|posthog-(?:ios|android|react-native|flutter))$')
                and regexp_matches(distinct_id, invented)
        end as is_anonymous,
        utc_instant(written) as happened,
        coalesce(p."$raw_user_agent", p."$user_agent") as agent
    from named
),

judged as (
    select
        *,
        case
            when broken is not null then broken
            when event is null then 'missing_activity'
            when distinct_id is null then 'missing_id'
            when has_broken_properties then 'bad_properties'
            when regexp_matches(agent, getvariable('bots'), 'i') then 'bot'
            when happened is null and not (is_identity and written is null) then 'bad_timestamp'
            when regexp_matches(event, coalesce(
                getvariable('heartbeats')::varchar,
                '^\$(?:pageleave|web_vitals|feature_(?:flag_called|view|interaction)|snapshot|performance_event'
                || '|heatmap|\$heatmap|exception_suppressed|opt_in|opt_out|csp_violation'
                || '|client_ingestion_warning|capture_metrics)$'
            )) then 'heartbeat'
        end as reason
    from told
)

select
    source_row,
    1 as part,
    reason,
    case reason
        when 'bad_timestamp' then written
        when 'bot' then agent
        when 'heartbeat' then event
        when 'bad_properties' then written_properties
    end as found,
    raw,
    false as skipped,
    case when not is_identity then coalesce(
        uuid, md5(to_json([event, distinct_id, epoch_us(happened)::varchar, properties])::varchar)
    ) end as event_id,
    case when event = '$autocapture' then concat_ws(' ', event, cleaned(p."$event_type")) else event end as activity,
    happened as "timestamp",
    'ms' as timestamp_precision,
    'customer' as actor_kind,
    distinct_id as actor,
    case
        when p."$lib" in ('web', 'js') or p."$lib" is null then 'web'
        when regexp_matches(p."$lib", 'ios|android|react-native|flutter') then 'mobile'
        else 'server'
    end as channel,
    as_attributes([
        kept_entry(name, coalesce(
            case
                when name = 'path' then to_json(coalesce(cleaned(p."$pathname"), path_of(p."$current_url")))::varchar
            end,
            scalar(kept_cells[i])
        ))
        for name, i in getvariable('kept')
    ]) as attributes,
    touched([
        {'object_type': 'user', 'object_id': case when not is_anonymous then distinct_id end, 'qualifier': 'subject'},
        {
            'object_type': 'anonymous',
            'object_id': case when is_anonymous then distinct_id else device end,
            'qualifier': 'subject'
        },
        {'object_type': 'session', 'object_id': cleaned(p."$session_id"), 'qualifier': 'subject'}
    ]) as objects,
    case when is_identity then stated([
        link(
            'anonymous',
            case when event = '$identify' then cleaned(p."$anon_distinct_id") end,
            'user', distinct_id, 'same', happened
        ),
        link(
            case when regexp_matches(p.alias, invented) then 'anonymous' else 'user' end,
            case when event in ('$create_alias', '$merge_dangerously') then nullif(cleaned(p.alias), distinct_id) end,
            'user', distinct_id, 'same', happened
        ),
        link(
            'user',
            case when event in ('$identify', '$set') and not is_anonymous then distinct_id end,
            'email',
            object_id('email', coalesce(p."$set".email, p."$set_once".email)), 'same', happened
        )
    ]) end as links
from judged
