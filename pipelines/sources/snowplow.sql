-- One row per row of the table of events (input row).
with cells as (
    select
        source_row,
        reason as broken,
        raw,
        -- a name without $ in front is a key as it stands, dots and all
        json_extract(doc, getvariable('kept'))::varchar[] as kept_cells,
        json_transform(doc, '{
            "event_id": "VARCHAR", "event_name": "VARCHAR", "collector_tstamp": "VARCHAR",
            "derived_tstamp": "VARCHAR", "domain_userid": "VARCHAR", "domain_sessionid": "VARCHAR",
            "user_id": "VARCHAR", "platform": "VARCHAR", "page_urlpath": "VARCHAR", "useragent": "VARCHAR",
            "contexts_com_iab_snowplow_spiders_and_robots_1_0_0": "VARCHAR"
        }') as e
    from records
),

named as (
    select
        source_row,
        broken,
        raw,
        kept_cells,
        cleaned(e.event_id) as event_id,
        cleaned(e.event_name) as activity,
        cleaned(e.domain_userid) as visitor,
        cleaned(e.user_id) as person,
        cleaned(e.domain_sessionid) as session,
        cleaned(e.page_urlpath) as path,
        coalesce(cleaned(e.platform), 'web') as channel,
        e.useragent as agent,
        coalesce(cleaned(e.derived_tstamp), cleaned(e.collector_tstamp)) as written,
        cleaned(e.collector_tstamp) as collected_text,
        coalesce(
            regexp_matches(e.contexts_com_iab_snowplow_spiders_and_robots_1_0_0, '"spiderOrRobot":\s*true'), false
        ) as is_robot
    from cells
),

timed as (
    select
        *,
        -- every time of Snowplow is in UTC, whether it says so or not
        utc_instant(written) as happened,
        utc_instant(collected_text) as collected
    from named
),

judged as (
    select
        *,
        case
            when broken is not null then broken
            when event_id is null or (visitor is null and person is null) then 'missing_id'
            when is_robot or regexp_matches(agent, getvariable('bots'), 'i') then 'bot'
            when activity is null then 'missing_activity'
            when happened is null then 'bad_timestamp'
            when regexp_matches(activity, coalesce(getvariable('heartbeats')::varchar, '^page_ping$')) then 'heartbeat'
        end as reason
    from timed
),

ranked as (
    select
        *,
        min(case when reason is null then collected end) over (partition by event_id) as first_collected
    from judged
)

select
    source_row,
    1 as part,
    reason,
    case reason when 'bad_timestamp' then written when 'bot' then agent end as found,
    raw,
    -- of an event that was delivered again, the first delivery counts
    coalesce(reason is null and collected > first_collected, false) as skipped,
    event_id,
    activity,
    happened as "timestamp",
    'ms' as timestamp_precision,
    null::bigint as sequence,
    case when channel = 'srv' then 'system' else 'customer' end as actor_kind,
    case when channel <> 'srv' then coalesce(person, visitor) end as actor,
    null::varchar as role,
    channel,
    null::boolean as public,
    as_attributes([
        kept_entry(name, coalesce(case when name = 'path' then to_json(path)::varchar end, scalar(kept_cells[i])))
        for name, i in getvariable('kept')
    ]) as attributes,
    touched([
        {'object_type': 'user', 'object_id': person, 'qualifier': 'subject'},
        {'object_type': 'anonymous', 'object_id': visitor, 'qualifier': 'subject'},
        {'object_type': 'session', 'object_id': session, 'qualifier': 'subject'}
    ]) as objects,
    null::struct(
        from_type varchar, from_id varchar, to_type varchar, to_id varchar,
        qualifier varchar, linked_at timestamptz
    )[] as links
from ranked
