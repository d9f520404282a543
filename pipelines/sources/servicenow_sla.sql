-- One row per input row (a task's SLA) and event in it: started, ended, breached. Its durations are no times.
with documents as (
    select
        source_row,
        reason as broken,
        raw,
        json_transform(doc, '{
            "sys_id": "JSON", "sla": "JSON", "sla_value": "JSON", "task": "JSON", "task_value": "JSON",
            "stage": "JSON", "start_time": "JSON", "end_time": "JSON", "planned_end_time": "JSON",
            "original_breach_time": "JSON", "has_breached": "JSON", "_fivetran_synced": "JSON"
        }') as d
    from records
),

cells as (
    select
        source_row,
        broken,
        raw,
        plain_value(d.sys_id) as id,
        coalesce(plain_value(d.sla_value), plain_value(d.sla)) as sla,
        coalesce(plain_value(d.task_value), plain_value(d.task)) as task,
        lower(plain_value(d.stage)) as stage,
        plain_value(d._fivetran_synced) is not null as is_landed,
        plain_value(d.start_time) as started,
        list_filter([
            {'kind': 'started', 'of': 'occurred', 'written': plain_value(d.start_time)},
            {'kind': 'ended', 'of': 'occurred', 'written': plain_value(d.end_time)},
            {
                'kind': 'breached', 'of': 'synthetic',
                'written': case when lower(plain_value(d.has_breached)) in ('true', '1', 'yes')
                    then coalesce(plain_value(d.planned_end_time), plain_value(d.original_breach_time)) end
            }
        ], lambda e: e.written is not null) as parts
    from documents
),

judged as (
    select
        *,
        [p.written for p in parts if case when is_landed then utc_instant(p.written) else instant(p.written) end is null]
            [1] as unread,
        case
            when broken is not null then broken
            when sla is null or task is null then 'missing_id'
            when started is null then 'bad_timestamp'
            when is_landed and len([p for p in parts if utc_instant(p.written) is null]) > 0 then 'bad_timestamp'
            when not is_landed
                then [f for f in [time_fault(p.written, instant(p.written)) for p in parts] if f is not null][1]
        end as reason
    from cells
),

told as (
    select
        * exclude (parts),
        generate_subscripts(case when reason is null then parts else [null] end, 1) as part,
        unnest(case when reason is null then parts else [null] end) as e
    from judged
)

select
    source_row,
    part,
    reason,
    case when is_time_fault(reason) then unread end as found,
    raw,
    false as skipped,
    coalesce(told.id, md5(to_json([sla, task, started])::varchar)) || ':' || e.kind as event_id,
    'sla.' || coalesce(names.label, sla) || '.' || e.kind as activity,
    case when is_landed then utc_instant(e.written) else instant(e.written) end as "timestamp",
    e.of as timestamp_kind,
    precision_of(e.written) as timestamp_precision,
    'system' as actor_kind,
    as_attributes([kept_entry('stage', to_json(stage))]) as attributes,
    touched([{
        'object_type': coalesce(classes.label, task_class(coalesce(numbers.label, task)), 'task'),
        'object_id': coalesce(numbers.label, task), 'qualifier': 'subject'
    }]) as objects,
    no_links() as links
from told
left join labels as names on names.kind = 'sla' and told.sla = names.id
left join labels as numbers on numbers.kind = 'task_number' and told.task = numbers.id
left join labels as classes on classes.kind = 'task_class' and told.task = classes.id
