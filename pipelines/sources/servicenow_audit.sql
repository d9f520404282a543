-- One row per input row (audited change of a field), one event each; tables that are no tasks are kept apart.
with documents as (
    select
        source_row,
        reason as broken,
        raw,
        json_transform(doc, '{
            "sys_id": "JSON", "tablename": "JSON", "fieldname": "JSON", "documentkey": "JSON",
            "documentkey_value": "JSON", "oldvalue": "JSON", "newvalue": "JSON", "user": "JSON",
            "sys_created_on": "JSON", "record_checkpoint": "JSON", "_fivetran_synced": "JSON"
        }') as d
    from records
),

cells as (
    select
        source_row,
        broken,
        raw,
        plain_value(d.sys_id) as id,
        lower(plain_value(d.tablename)) as class,
        lower(plain_value(d.fieldname)) as field,
        coalesce(plain_value(d.documentkey), plain_value(d.documentkey_value)) as task,
        plain_value(d.oldvalue) as old_value,
        plain_value(d.newvalue) as new_value,
        plain_value(d.user) as user_name,
        plain_value(d.sys_created_on) as written,
        try_cast(plain_value(d.record_checkpoint) as bigint) as update_no,
        plain_value(d._fivetran_synced) is not null as is_landed
    from documents
),

timed as (
    select
        *,
        case when is_landed then utc_instant(written) else instant(written) end as happened,
        field in (
            'state', 'incident_state', 'problem_state', 'phase_state', 'priority', 'impact', 'urgency', 'approval',
            'stage', 'contact_type', 'hold_reason', 'close_code', 'risk', 'escalation'
        ) as is_choice
    from cells
),

judged as (
    select
        *,
        case
            when broken is not null then broken
            when class is null or task is null then 'missing_id'
            when regexp_matches(class, '^(sys|cmdb|core|cmn|alm|ecc|contract|kb|sc_cat|label)_|^task_(sla|ci)$')
                then 'not_a_task'
            when field is null then 'missing_activity'
            when happened is null and is_landed then 'bad_timestamp'
            else time_fault(written, happened)
        end as reason
    from timed
),

told as (
    select
        judged.*,
        coalesce(numbers.label, task) as shown,
        requesters.label as requester,
        coalesce(users.label, user_name) as actor,
        case when is_choice then coalesce(own_names.label, task_names.label, new_value) end as choice
    from judged
    left join labels as numbers on numbers.kind = 'task_number' and judged.task = numbers.id
    left join labels as requesters on requesters.kind = 'task_requester' and judged.task = requesters.id
    left join labels as users on users.kind = 'user' and lower(judged.user_name) = users.id
    left join labels as own_names on judged.class || '.' || judged.field = own_names.kind and judged.new_value = own_names.id
    left join labels as task_names on task_names.kind = 'task.' || judged.field and judged.new_value = task_names.id
)

select
    source_row,
    1 as part,
    reason,
    case
        when reason = 'not_a_task' then class
        when is_time_fault(reason) then written
    end as found,
    raw,
    false as skipped,
    coalesce(id, md5(to_json([class, task, field, old_value, new_value, user_name, written])::varchar)) as event_id,
    concat_ws(':', class || '.' || field, choice) as activity,
    happened as "timestamp",
    precision_of(written) as timestamp_precision,
    update_no as sequence,
    case
        when told.actor is null then 'unknown'
        when lower(told.actor) in ('system', 'guest') then 'system'
        when actors.actor_kind is not null then actors.actor_kind
        when told.actor = requester then 'customer'
        else 'person'
    end as actor_kind,
    told.actor,
    case field when 'comments' then true when 'work_notes' then false end as public,
    as_attributes([
        kept_entry('previous', to_json(old_value)), kept_entry('value', to_json(new_value))
    ]) as attributes,
    touched([{'object_type': class, 'object_id': shown, 'qualifier': 'subject'}]) as objects,
    stated([
        link(class, shown, 'requester', case when field in ('caller_id', 'requested_by') then new_value end, 'of', happened)
    ]) as links
from told
left join actors on told.actor = actors.actor
