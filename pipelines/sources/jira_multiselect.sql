-- One row per input row (value of a field of several values); the first of a change has its event.
with cells as (
    select
        source_row,
        reason as broken,
        raw,
        cleaned(doc ->> '$.issue_id') as issue,
        lower(cleaned(doc ->> '$.field_id')) as field,
        cleaned(doc ->> '$.time') as written,
        cleaned(doc ->> '$.author_id') as author,
        cleaned(doc ->> '$.value') as value
    from records
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
    from cells
),

-- a change of the field is written as one row per value that it then had
gathered as (
    select
        *,
        row_number() over (partition by issue, field, written, reason order by value nulls last, source_row) = 1
            as is_first,
        array_to_string(list_sort(list(distinct value) over (partition by issue, field, written, reason)), ', ')
            as all_values
    from judged
)

select
    source_row,
    1 as part,
    reason,
    case when reason = 'bad_timestamp' then written end as found,
    raw,
    false as skipped,
    case when is_first then md5(to_json([issue, field, written])::varchar) end as event_id,
    'issue.' || field as activity,
    happened as "timestamp",
    precision_of(written) as timestamp_precision,
    coalesce(actors.actor_kind, case when starts_with(author, 'qm:') then 'customer' else 'unknown' end)
        as actor_kind,
    author as actor,
    actors.role,
    as_attributes([
        kept_entry('to', to_json(nullif(all_values, ''))), kept_entry('value', to_json(nullif(all_values, '')))
    ]) as attributes,
    touched([{'object_type': 'issue', 'object_id': issue, 'qualifier': 'subject'}]) as objects,
    no_links() as links
from gathered
left join actors on gathered.author = actors.actor
