-- One row per input row (comment, as Fivetran has it), one event each.
with cells as (
    select
        source_row,
        reason as broken,
        raw,
        cleaned(doc ->> '$.id') as id,
        cleaned(doc ->> '$.issue_id') as issue,
        cleaned(doc ->> '$.created') as written,
        cleaned(doc ->> '$.author_id') as author,
        cleaned(doc ->> '$.is_public') as is_public
    from records
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
    from cells
),

told as (
    select
        judged.*,
        nullif(labels.label, '') as reporter,
        coalesce(actors.actor_kind, case when starts_with(author, 'qm:') then 'customer' else 'unknown' end)
            as actor_kind,
        actors.role
    from judged
    left join actors on judged.author = actors.actor
    left join labels on labels.kind = 'issue' and judged.issue = labels.id
)

select
    source_row,
    1 as part,
    reason,
    case when reason = 'bad_timestamp' then written end as found,
    raw,
    false as skipped,
    coalesce('comment:' || id, md5(to_json([issue, 'comment', author, written])::varchar)) as event_id,
    'issue.comment' as activity,
    happened as "timestamp",
    precision_of(written) as timestamp_precision,
    actor_kind,
    author as actor,
    role,
    try_cast(is_public as boolean) as public,
    touched([
        {'object_type': 'issue', 'object_id': issue, 'qualifier': 'subject'},
        {
            'object_type': 'requester',
            'object_id': case when actor_kind = 'customer' or author = reporter then author end,
            'qualifier': 'reporter'
        }
    ]) as objects,
    no_links() as links
from told
