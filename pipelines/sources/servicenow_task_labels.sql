-- One row per task and thing that other tables need to know of it: its number, its table, who asked.
with tasks as (
    select
        plain_value(json_extract(doc, '$.sys_id')) as id,
        plain_value(json_extract(doc, '$.number')) as number,
        replace(lower(plain_value(json_extract(doc, '$.sys_class_name'))), ' ', '_') as class_name,
        coalesce(
            plain_value(json_extract(doc, '$.caller_id_value')), plain_value(json_extract(doc, '$.caller_id')),
            plain_value(json_extract(doc, '$.requested_by_value')), plain_value(json_extract(doc, '$.requested_by'))
        ) as requester,
        coalesce(
            utc_instant(plain_value(json_extract(doc, '$.sys_updated_on'))), timestamptz '1971-01-01 00:00:00+00'
        ) as written_at
    from records
    where doc is not null
)

select 'task_number' as kind, id, number as label, written_at
from tasks
union all
select
    'task_class' as kind, id,
    coalesce(class_name, task_class(number), nullif(getvariable('table_name'), 'task')) as label, written_at
from tasks
union all
select 'task_requester' as kind, id, requester as label, written_at
from tasks
