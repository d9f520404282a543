-- One row per row of the table of events (input row).
with cells as (
    select
        source_row,
        reason as broken,
        raw,
        -- a name without $ in front is a key as it stands, dots and all
        json_extract(doc, getvariable('kept'))::varchar[] as kept_cells,
        json_transform(doc, '{
            "event_id": "VARCHAR", "event": "VARCHAR", "event_name": "VARCHAR", "collector_tstamp": "VARCHAR",
            "derived_tstamp": "VARCHAR", "domain_userid": "VARCHAR", "network_userid": "VARCHAR",
            "domain_sessionid": "VARCHAR", "user_id": "VARCHAR", "platform": "VARCHAR", "page_urlpath": "VARCHAR",
            "useragent": "VARCHAR", "se_category": "VARCHAR", "se_action": "VARCHAR", "derived_contexts": "VARCHAR",
            "contexts_com_iab_snowplow_spiders_and_robots_1_0_0": "VARCHAR",
            "contexts_com_iab_snowplow_spiders_and_robots_1": "VARCHAR"
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
        -- of a structured event the name says only that it is one
        coalesce(
            case when e.event = 'struct' then cleaned(concat_ws(' ', cleaned(e.se_category), cleaned(e.se_action))) end,
            cleaned(e.event_name)
        ) as activity,
        coalesce(cleaned(e.domain_userid), cleaned(e.network_userid)) as visitor,
        cleaned(e.user_id) as person,
        cleaned(e.domain_sessionid) as session,
        cleaned(e.page_urlpath) as path,
        coalesce(cleaned(e.platform), 'web') as channel,
        e.useragent as agent,
        coalesce(cleaned(e.derived_tstamp), cleaned(e.collector_tstamp)) as written,
        utc_instant(cleaned(e.collector_tstamp)) as collected,
        -- the warehouse has a column for it, the enriched lines have it among the derived contexts
        coalesce(regexp_matches(
            concat_ws(
                ' ', e.contexts_com_iab_snowplow_spiders_and_robots_1_0_0,
                e.contexts_com_iab_snowplow_spiders_and_robots_1, e.derived_contexts
            ),
            '"spider_?or_?robot":\s*true', 'i'
        ), false) as is_robot
    from cells
),

timed as (
    select
        *,
        -- every time of Snowplow is in UTC, whether it says so or not
        utc_instant(written) as happened
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
)

select
    source_row,
    1 as part,
    reason,
    case reason when 'bad_timestamp' then written when 'bot' then agent end as found,
    raw,
    false as skipped,
    -- of an event that was delivered again, the first delivery counts
    epoch_us(collected) as precedence,
    event_id,
    activity,
    happened as "timestamp",
    'ms' as timestamp_precision,
    case when channel = 'srv' then 'system' else 'customer' end as actor_kind,
    case when channel <> 'srv' then coalesce(person, visitor) end as actor,
    channel,
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
from judged
