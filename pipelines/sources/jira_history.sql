-- One row per input row (change of a field, as Fivetran or Data Center's data pipeline has it), one event each.
with cells as (
    select
        source_row,
        reason as broken,
        raw,
        json_transform(doc, '{
            "issue_id": "VARCHAR", "field_id": "VARCHAR", "field": "VARCHAR", "time": "VARCHAR",
            "created_date": "VARCHAR", "author_id": "VARCHAR", "changelog_id": "VARCHAR", "value": "VARCHAR",
            "from": "VARCHAR", "from_string": "VARCHAR", "to": "VARCHAR", "to_string": "VARCHAR"
        }') as d
    from records
),

named as (
    select
        source_row,
        broken,
        raw,
        cleaned(d.issue_id) as issue,
        lower(coalesce(cleaned(d.field_id), cleaned(d.field))) as field,
        coalesce(cleaned(d.time), cleaned(d.created_date)) as written,
        cleaned(d.author_id) as author,
        cleaned(d.changelog_id) as change_id,
        cleaned(d."from") as old_id,
        cleaned(d.from_string) as old_name,
        -- Data Center writes users by key, and by their number elsewhere
        case
            when cleaned(d.field) = 'reporter' then regexp_replace(cleaned(d."to"), '^JIRAUSER(\d+)$', '\1')
            else coalesce(cleaned(d.value), cleaned(d."to"))
        end as new_id,
        cleaned(d.to_string) as new_name
    from cells
),

judged as (
    select
        *,
        utc_instant(written) as happened,
        case
            when broken is not null then broken
            when issue is null then 'missing_id'
            when field is null then 'missing_activity'
            when utc_instant(written) is null then 'bad_timestamp'
        end as reason
    from named
),

told as (
    select
        judged.*,
        coalesce(new_name, names.label, new_id) as new_value,
        known.id is not null as is_known,
        nullif(known.label, '') as reporter,
        coalesce(actors.actor_kind, case when starts_with(author, 'qm:') then 'customer' else 'unknown' end)
            as actor_kind,
        actors.role
    from judged
    left join actors on judged.author = actors.actor
    left join labels as names on judged.field = names.kind and judged.new_id = names.id
    left join labels as known on known.kind = 'issue' and judged.issue = known.id
)

select
    source_row,
    1 as part,
    reason,
    case when reason = 'bad_timestamp' then written end as found,
    raw,
    -- the issue's own row tells its creation
    coalesce(field = 'created' and is_known, false) as skipped,
    case
        when field = 'created' then issue || ':created'
        when change_id is not null then change_id || ':' || field
        else md5(to_json([issue, field, new_id, written])::varchar)
    end as event_id,
    case
        when field in ('status', 'resolution', 'priority', 'issuetype')
            then concat_ws(':', 'issue.' || field, new_value)
        else 'issue.' || field
    end as activity,
    happened as "timestamp",
    case when change_id is not null then 'minute' else precision_of(written) end as timestamp_precision,
    case when field = 'created' then 0 else try_cast(change_id as bigint) end as sequence,
    actor_kind,
    author as actor,
    role,
    case
        when field <> 'created' then as_attributes([
            kept_entry('from', to_json(old_id)),
            kept_entry('previous', to_json(old_name)),
            kept_entry('to', to_json(new_id)),
            kept_entry('value', to_json(new_value))
        ])
    end as attributes,
    touched([
        {'object_type': 'issue', 'object_id': issue, 'qualifier': 'subject'},
        {
            'object_type': 'requester',
            'object_id': case when field = 'created' then reporter end,
            'qualifier': 'reporter'
        }
    ]) as objects,
    stated([
        link('issue', issue, 'requester', case when field = 'reporter' then new_id end, 'of', happened)
    ]) as links
from told
