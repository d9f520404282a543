-- One row per input row (issue, as Fivetran or Data Center's data pipeline has it): its creation.
with cells as (
    select
        source_row,
        reason as broken,
        raw,
        json_transform(doc, '{
            "id": "VARCHAR", "key": "VARCHAR", "created": "VARCHAR", "created_date": "VARCHAR",
            "creator": "VARCHAR", "creator_id": "VARCHAR", "reporter": "VARCHAR", "reporter_id": "VARCHAR",
            "project": "VARCHAR", "project_key": "VARCHAR", "issue_type": "VARCHAR", "work_type": "VARCHAR",
            "parent_id": "VARCHAR"
        }') as d
    from records
),

named as (
    select
        source_row,
        broken,
        raw,
        cleaned(d.id) as issue,
        d.key as key,
        coalesce(cleaned(d.project_key), cleaned(d.project)) as project,
        coalesce(cleaned(d.issue_type), cleaned(d.work_type)) as type_id,
        cleaned(d.parent_id) as parent,
        coalesce(cleaned(d.created), cleaned(d.created_date)) as written,
        coalesce(cleaned(d.creator), cleaned(d.creator_id)) as creator,
        coalesce(cleaned(d.reporter), cleaned(d.reporter_id)) as reporter
    from cells
),

judged as (
    select
        *,
        utc_instant(written) as happened,
        case
            when broken is not null then broken
            when issue is null then 'missing_id'
            when utc_instant(written) is null then 'bad_timestamp'
        end as reason
    from named
)

select
    source_row,
    1 as part,
    reason,
    case when reason = 'bad_timestamp' then written end as found,
    raw,
    false as skipped,
    issue || ':created' as event_id,
    'issue.created' as activity,
    happened as "timestamp",
    precision_of(written) as timestamp_precision,
    0::bigint as sequence,
    coalesce(actors.actor_kind, case when starts_with(creator, 'qm:') then 'customer' else 'unknown' end)
        as actor_kind,
    creator as actor,
    actors.role,
    as_attributes([
        kept_entry('issuetype', to_json(coalesce(labels.label, type_id))),
        kept_entry('key', to_json(key)),
        kept_entry('project', to_json(project))
    ]) as attributes,
    touched([
        {'object_type': 'issue', 'object_id': issue, 'qualifier': 'subject'},
        {'object_type': 'requester', 'object_id': reporter, 'qualifier': 'reporter'}
    ]) as objects,
    stated([
        link('issue', issue, 'requester', reporter, 'of', happened),
        link('issue', issue, 'issue', parent, 'of', happened)
    ]) as links
from judged
left join actors on judged.creator = actors.actor
left join labels on labels.kind = 'issuetype' and judged.type_id = labels.id
