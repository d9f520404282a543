-- One row per row of a warehouse table of calls (input row): tracks, the table of one event, pages, screens.
with cells as (
    select
        source_row,
        reason as broken,
        raw,
        json_extract(doc, [
            '$.' || to_json(name)::varchar for name in getvariable('kept')
        ])::varchar[] as kept_cells,
        -- planType is the column plan_type
        json_extract(doc, [
            '$.' || to_json(lower(regexp_replace(name, '([a-z0-9])([A-Z])', '\1_\2', 'g')))::varchar
            for name in getvariable('kept')
        ])::varchar[] as snake_cells,
        json_transform(doc, '{
            "id": "VARCHAR", "event": "VARCHAR", "event_text": "VARCHAR", "anonymous_id": "VARCHAR",
            "user_id": "VARCHAR", "timestamp": "VARCHAR", "original_timestamp": "VARCHAR", "received_at": "VARCHAR",
            "channel": "VARCHAR", "context_channel": "VARCHAR", "context_user_agent": "VARCHAR",
            "context_page_path": "VARCHAR", "path": "VARCHAR"
        }') as c
    from records
),

named as (
    select
        source_row,
        broken,
        raw,
        kept_cells,
        snake_cells,
        cleaned(c.id) as message_id,
        case getvariable('table_name')
            when 'pages' then 'page'
            when 'screens' then 'screen'
            else coalesce(cleaned(c.event_text), cleaned(c.event))
        end as activity,
        cleaned(c.anonymous_id) as visitor,
        cleaned(c.user_id) as person,
        coalesce(cleaned(c."timestamp"), cleaned(c.original_timestamp)) as written,
        cleaned(c.received_at) as received,
        coalesce(cleaned(c.channel), 'web') as channel,
        coalesce('server' in (c.channel, c.context_channel), false) as is_server,
        c.context_user_agent as agent,
        coalesce(cleaned(c.context_page_path), cleaned(c.path)) as path
    from cells
),

timed as (
    select
        *,
        -- warehouses have these times in UTC, whether they say so or not
        utc_instant(coalesce(written, received)) as happened,
        [
            kept_entry(name, coalesce(
                case when name = 'path' then to_json(path)::varchar end,
                scalar(kept_cells[i]),
                scalar(snake_cells[i])
            ))
            for name, i in getvariable('kept')
        ] as entries
    from named
),

judged as (
    select
        *,
        case
            when broken is not null then broken
            when visitor is null and person is null then 'missing_id'
            when regexp_matches(agent, getvariable('bots'), 'i') then 'bot'
            when activity is null then 'missing_activity'
            when happened is null then 'bad_timestamp'
        end as reason
    from timed
)

select
    source_row,
    1 as part,
    reason,
    case reason when 'bot' then agent when 'bad_timestamp' then coalesce(written, received) end as found,
    raw,
    false as skipped,
    -- a track call stands in tracks and in the table of its event: the row that says more counts
    -len([e for e in entries if e is not null]) as precedence,
    coalesce(
        message_id, md5(to_json([activity, visitor, person, epoch_us(happened)::varchar, path])::varchar)
    ) as event_id,
    activity,
    happened as "timestamp",
    case when written is null then 'received' end as timestamp_kind,
    'ms' as timestamp_precision,
    case when is_server then 'system' else 'customer' end as actor_kind,
    case when not is_server then coalesce(person, visitor) end as actor,
    channel,
    as_attributes(entries) as attributes,
    touched([
        {'object_type': 'user', 'object_id': person, 'qualifier': 'subject'},
        {'object_type': 'anonymous', 'object_id': visitor, 'qualifier': 'subject'}
    ]) as objects,
    no_links() as links
from judged
