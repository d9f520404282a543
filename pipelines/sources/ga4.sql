-- One row per exported event (input row).
with rows_read as (
    select
        source_row,
        reason as broken,
        raw,
        json_type(doc, '$.user_pseudo_id') in ('DOUBLE', 'BIGINT', 'UBIGINT') as is_number,
        json_transform(doc, '{
            "event_timestamp": "VARCHAR", "event_name": "VARCHAR", "user_pseudo_id": "VARCHAR",
            "user_id": "VARCHAR", "stream_id": "VARCHAR", "platform": "VARCHAR",
            "batch_page_id": "BIGINT", "batch_ordering_id": "BIGINT", "batch_event_index": "BIGINT",
            "privacy_info": {"analytics_storage": "VARCHAR"},
            "collected_traffic_source": {"gclid": "VARCHAR"},
            "event_params": [{"key": "VARCHAR", "value": {
                "string_value": "VARCHAR", "int_value": "VARCHAR",
                "float_value": "VARCHAR", "double_value": "VARCHAR"
            }}]
        }') as e
    from records
),

named as (
    select
        source_row,
        broken,
        raw,
        is_number,
        cleaned(e.event_name) as activity,
        cleaned(e.user_pseudo_id) as visitor,
        cleaned(e.user_id) as person,
        e.stream_id as stream,
        e.privacy_info.analytics_storage as consent,
        cleaned(e.collected_traffic_source.gclid) as collected_gclid,
        coalesce(lower(cleaned(e.platform)), 'web') as channel,
        cleaned(e.event_timestamp) as written,
        -- beyond the year 2100 a number is no time
        plausible(make_timestamptz(case
            when try_cast(e.event_timestamp as bigint) between 0 and 4102444800000000
                then try_cast(e.event_timestamp as bigint)
        end)) as happened,
        -- the page's load, the request from it, the place in the request
        try_cast(
            coalesce(e.batch_page_id, 0)::hugeint * 1000000 + coalesce(e.batch_ordering_id, 0)::hugeint * 1000
            + coalesce(e.batch_event_index, 0) as bigint
        ) as place,
        coalesce(e.batch_page_id, e.batch_ordering_id, e.batch_event_index) is not null as is_placed,
        -- the type of a parameter wanders: it is read as text
        list_filter([
            {'name': p.key, 'value': coalesce(
                p.value.string_value, p.value.int_value, p.value.double_value, p.value.float_value
            )}
            for p in coalesce(e.event_params, [])
        ], lambda p: p.name is not null and p.value is not null) as params
    from rows_read
),

known as (
    select
        *,
        cleaned(list_filter(params, lambda p: p.name = 'ga_session_id')[1].value) as session_start,
        cleaned(list_filter(params, lambda p: p.name = 'gclid')[1].value) as param_gclid,
        list_filter(params, lambda p: p.name = 'page_location')[1].value as page
    from named
),

judged as (
    select
        *,
        visitor || '.' || session_start as session,
        nullif(regexp_extract(page, '^(?:[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]*)?([^?#]*)', 1), '') as path,
        coalesce(collected_gclid, param_gclid, nullif(regexp_extract(page, '[?&]gclid=([^&#]+)', 1), '')) as gclid,
        case
            when broken is not null then broken
            when getvariable('is_superseded') then 'intraday_superseded'
            when is_number then 'inexact_id'
            when visitor is null and person is null and lower(consent) = 'no' then 'no_consent'
            when visitor is null and person is null then 'missing_id'
            when activity is null then 'missing_activity'
            when happened is null then 'bad_timestamp'
        end as reason
    from known
)

select
    source_row,
    1 as part,
    reason,
    case when reason = 'bad_timestamp' then written end as found,
    raw,
    false as skipped,
    md5(to_json([
        stream, coalesce(visitor, 'user ' || person), session_start, activity, epoch_us(happened)::varchar,
        to_json(list_sort(params))::varchar
    ])::varchar) as event_id,
    activity,
    happened as "timestamp",
    'us' as timestamp_precision,
    case when is_placed then place end as sequence,
    'customer' as actor_kind,
    coalesce(person, visitor) as actor,
    channel,
    as_attributes([
        kept_entry(name, to_json(case
            when name = 'path' and path is not null then path
            else list_filter(params, lambda p: p.name = name)[1].value
        end))
        for name in getvariable('kept')
    ]) as attributes,
    touched([
        {'object_type': 'user', 'object_id': person, 'qualifier': 'subject'},
        {'object_type': 'anonymous', 'object_id': visitor, 'qualifier': 'subject'},
        {'object_type': 'session', 'object_id': session, 'qualifier': 'subject'}
    ]) as objects,
    stated([link('anonymous', visitor, 'gclid', gclid, 'same', happened)]) as links
from judged
