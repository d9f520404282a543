-- One row per event of Fivetran's flat table (input row).
with cells as (
    select
        source_row,
        reason as broken,
        raw,
        doc,
        json_transform(doc, '{
            "_fivetran_id": "VARCHAR", "name": "VARCHAR", "timestamp": "VARCHAR", "date": "VARCHAR",
            "user_pseudo_id": "VARCHAR", "user_id": "VARCHAR", "platform": "VARCHAR", "stream_id": "VARCHAR",
            "param_ga_session_id": "VARCHAR", "param_gclid": "VARCHAR", "param_page_location": "VARCHAR",
            "collected_traffic_source_gclid": "VARCHAR", "privacy_info_analytics_storage": "VARCHAR",
            "is_intraday": "VARCHAR", "bundle_sequence_id": "VARCHAR", "batch_event_index": "VARCHAR"
        }') as e
    from records
),

named as (
    select
        source_row,
        broken,
        raw,
        doc,
        cleaned(e._fivetran_id) as own_id,
        cleaned(e.name) as activity,
        cleaned(e.timestamp) as written,
        utc_instant(cleaned(e.timestamp)) as happened,
        cleaned(e.date) as day,
        cleaned(e.user_pseudo_id) as visitor,
        cleaned(e.user_id) as person,
        cleaned(e.param_ga_session_id) as session_start,
        coalesce(lower(cleaned(e.platform)), 'web') as channel,
        cleaned(e.stream_id) as stream,
        lower(cleaned(e.privacy_info_analytics_storage)) as consent,
        lower(cleaned(e.is_intraday)) in ('true', '1') as is_intraday,
        coalesce(
            cleaned(e.collected_traffic_source_gclid), cleaned(e.param_gclid),
            nullif(regexp_extract(e.param_page_location, '[?&]gclid=([^&#]+)', 1), '')
        ) as gclid,
        path_of(cleaned(e.param_page_location)) as path,
        try_cast(e.bundle_sequence_id as hugeint) as bundle,
        try_cast(e.batch_event_index as hugeint) as place
    from cells
),

judged as (
    select
        named.*,
        case
            when broken is not null then broken
            when is_intraday and days.id is not null then 'intraday_superseded'
            when visitor is null and person is null and consent = 'no' then 'no_consent'
            when visitor is null and person is null then 'missing_id'
            when activity is null then 'missing_activity'
            when happened is null then 'bad_timestamp'
        end as reason
    from named
    left join labels as days on days.kind = 'daily' and named.day = days.id
)

select
    source_row,
    1 as part,
    reason,
    case when reason = 'bad_timestamp' then written end as found,
    raw,
    false as skipped,
    coalesce(own_id, md5(to_json([
        stream, coalesce(visitor, 'user ' || person), session_start, activity, epoch_us(happened)::varchar,
        bundle::varchar, place::varchar
    ])::varchar)) as event_id,
    activity,
    happened as "timestamp",
    precision_of(written) as timestamp_precision,
    try_cast(bundle * 1000 + coalesce(place, 0) as bigint) as sequence,
    'customer' as actor_kind,
    coalesce(person, visitor) as actor,
    channel,
    as_attributes([
        kept_entry(name, to_json(case
            when name = 'path' then path
            else coalesce(
                cleaned(json_extract_string(doc, '$.' || to_json('param_' || name)::varchar)),
                cleaned(json_extract_string(doc, '$.' || to_json(name)::varchar))
            )
        end))
        for name in getvariable('kept')
    ]) as attributes,
    touched([
        {'object_type': 'user', 'object_id': person, 'qualifier': 'subject'},
        {'object_type': 'anonymous', 'object_id': visitor, 'qualifier': 'subject'},
        {'object_type': 'session', 'object_id': visitor || '.' || session_start, 'qualifier': 'subject'}
    ]) as objects,
    stated([link('anonymous', visitor, 'gclid', gclid, 'same', happened)]) as links
from judged
