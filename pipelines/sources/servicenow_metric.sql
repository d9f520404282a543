-- One row per input row (an instance of a metric), one event each: when it began. Its duration is no time.
with documents as (
    select
        source_row,
        reason as broken,
        raw,
        json_transform(doc, '{
            "sys_id": "JSON", "definition": "JSON", "definition_value": "JSON", "id": "JSON", "id_value": "JSON",
            "table": "JSON", "field": "JSON", "value": "JSON", "start": "JSON", "_fivetran_synced": "JSON"
        }') as d
    from records
),

cells as (
    select
        source_row,
        broken,
        raw,
        plain_value(d.sys_id) as id,
        coalesce(plain_value(d.definition_value), plain_value(d.definition)) as definition,
        coalesce(plain_value(d.id_value), plain_value(d.id)) as task,
        lower(plain_value(d.table)) as class,
        plain_value(d.field) as field,
        plain_value(d.value) as value,
        plain_value(d.start) as written,
        plain_value(d._fivetran_synced) is not null as is_landed
    from documents
),

timed as (
    select
        *,
        case when is_landed then utc_instant(written) else instant(written) end as happened
    from cells
),

judged as (
    select
        *,
        case
            when broken is not null then broken
            when definition is null or task is null then 'missing_id'
            when happened is null and is_landed then 'bad_timestamp'
            else time_fault(written, happened)
        end as reason
    from timed
),

named as (
    select
        judged.*,
        coalesce(names.label, definition) as metric,
        coalesce(numbers.label, task) as shown,
        coalesce(judged.class, classes.label, task_class(coalesce(numbers.label, task)), 'task') as table_class
    from judged
    left join labels as names on names.kind = 'metric' and judged.definition = names.id
    left join labels as numbers on numbers.kind = 'task_number' and judged.task = numbers.id
    left join labels as classes on classes.kind = 'task_class' and judged.task = classes.id
)

select
    source_row,
    1 as part,
    reason,
    case when is_time_fault(reason) then written end as found,
    raw,
    false as skipped,
    coalesce(id, md5(to_json([definition, task, value, written])::varchar)) as event_id,
    -- the value of a definition about people is a name
    concat_ws(':', 'metric.' || metric, case
        when regexp_matches(coalesce(field, metric), '(state|status|stage|priority|hold)', 'i')
            and not regexp_matches(coalesce(field, metric), '(assign|user|caller|person)', 'i') then value
    end) as activity,
    happened as "timestamp",
    'synthetic' as timestamp_kind,
    precision_of(written) as timestamp_precision,
    'unknown' as actor_kind,
    as_attributes([kept_entry('value', to_json(value))]) as attributes,
    touched([{'object_type': table_class, 'object_id': shown, 'qualifier': 'subject'}]) as objects,
    no_links() as links
from named
