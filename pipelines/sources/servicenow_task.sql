-- One row per input row (a task as a table has it, of whatever kind) and event in it: its state and its milestones.
with documents as (
    select
        source_row,
        reason as broken,
        raw,
        doc,
        json_transform(doc, '{
            "sys_id": "JSON", "number": "JSON", "sys_class_name": "JSON", "_fivetran_synced": "JSON",
            "state": "JSON", "incident_state": "JSON", "problem_state": "JSON", "phase_state": "JSON",
            "sys_created_on": "JSON", "sys_created_by": "JSON", "sys_updated_on": "JSON",
            "sys_updated_by": "JSON", "sys_mod_count": "JSON", "contact_type": "JSON",
            "opened_at": "JSON", "opened_by": "JSON", "opened_by_value": "JSON",
            "resolved_at": "JSON", "resolved_by": "JSON", "resolved_by_value": "JSON",
            "closed_at": "JSON", "closed_by": "JSON", "closed_by_value": "JSON",
            "reopened_at": "JSON", "reopened_time": "JSON", "reopened_by": "JSON", "reopened_by_value": "JSON",
            "confirmed_at": "JSON", "confirmed_by": "JSON", "confirmed_by_value": "JSON",
            "fix_at": "JSON", "fix_by": "JSON", "fix_by_value": "JSON",
            "started_at": "JSON", "started_by": "JSON", "started_by_value": "JSON",
            "work_start": "JSON", "work_end": "JSON", "due_date": "JSON", "start_date": "JSON",
            "end_date": "JSON", "planned_start_date": "JSON", "planned_end_date": "JSON",
            "caller_id": "JSON", "caller_id_value": "JSON", "requested_by": "JSON", "requested_by_value": "JSON",
            "parent": "JSON", "parent_value": "JSON", "parent_incident": "JSON", "parent_incident_value": "JSON",
            "problem": "JSON", "problem_value": "JSON", "problem_id": "JSON", "problem_id_value": "JSON",
            "change_request": "JSON", "change_request_value": "JSON"
        }') as d
    from records
),

cells as (
    select
        source_row,
        broken,
        raw,
        doc,
        plain_value(d.sys_id) as sys_id,
        plain_value(d.number) as number,
        replace(lower(plain_value(d.sys_class_name)), ' ', '_') as class_name,
        plain_value(d._fivetran_synced) is not null as is_landed,
        list_filter([
            {'field': 'state', 'value': plain_value(d.state)},
            {'field': 'incident_state', 'value': plain_value(d.incident_state)},
            {'field': 'problem_state', 'value': plain_value(d.problem_state)},
            {'field': 'phase_state', 'value': plain_value(d.phase_state)}
        ], lambda s: s.value is not null)[1] as state,
        coalesce(plain_value(d.opened_at), plain_value(d.sys_created_on)) as opened,
        coalesce(plain_value(d.opened_by_value), plain_value(d.opened_by), plain_value(d.sys_created_by)) as opened_by,
        plain_value(d.sys_updated_on) as updated,
        plain_value(d.sys_updated_by) as updated_by,
        try_cast(plain_value(d.sys_mod_count) as bigint) as update_no,
        plain_value(d.contact_type) as channel,
        coalesce(
            plain_value(d.caller_id_value), plain_value(d.caller_id),
            plain_value(d.requested_by_value), plain_value(d.requested_by)
        ) as requester,
        coalesce(
            plain_value(d.parent_value), plain_value(d.parent),
            plain_value(d.parent_incident_value), plain_value(d.parent_incident),
            plain_value(d.change_request_value), plain_value(d.change_request),
            plain_value(d.problem_value), plain_value(d.problem),
            plain_value(d.problem_id_value), plain_value(d.problem_id)
        ) as above,
        [
            {'kind': 'reopened', 'of': 'synthetic',
                'written': coalesce(plain_value(d.reopened_at), plain_value(d.reopened_time)),
                'actor': coalesce(plain_value(d.reopened_by_value), plain_value(d.reopened_by))},
            {'kind': 'resolved', 'of': 'synthetic', 'written': plain_value(d.resolved_at),
                'actor': coalesce(plain_value(d.resolved_by_value), plain_value(d.resolved_by))},
            {'kind': 'closed', 'of': 'synthetic', 'written': plain_value(d.closed_at),
                'actor': coalesce(plain_value(d.closed_by_value), plain_value(d.closed_by))},
            {'kind': 'confirmed', 'of': 'synthetic', 'written': plain_value(d.confirmed_at),
                'actor': coalesce(plain_value(d.confirmed_by_value), plain_value(d.confirmed_by))},
            {'kind': 'fixed', 'of': 'synthetic', 'written': plain_value(d.fix_at),
                'actor': coalesce(plain_value(d.fix_by_value), plain_value(d.fix_by))},
            {'kind': 'started', 'of': 'synthetic', 'written': plain_value(d.started_at),
                'actor': coalesce(plain_value(d.started_by_value), plain_value(d.started_by))},
            {'kind': 'work_started', 'of': 'synthetic', 'written': plain_value(d.work_start), 'actor': null},
            {'kind': 'work_ended', 'of': 'synthetic', 'written': plain_value(d.work_end), 'actor': null},
            {'kind': 'planned_start', 'of': 'planned', 'actor': null,
                'written': coalesce(plain_value(d.start_date), plain_value(d.planned_start_date))},
            {'kind': 'planned_end', 'of': 'planned', 'actor': null,
                'written': coalesce(plain_value(d.end_date), plain_value(d.planned_end_date))},
            {'kind': 'due', 'of': 'planned', 'written': plain_value(d.due_date), 'actor': null}
        ] as milestones
    from documents
),

-- the table of all tasks tells the beginning and the state of a task that is split over two tables
known as (
    select
        cells.* exclude (number, class_name),
        coalesce(cells.sys_id, cells.number) as task,
        coalesce(cells.number, numbers.label, cells.sys_id) as shown,
        coalesce(class_name, task_class(cells.number), nullif(getvariable('table_name'), 'task'), 'task') as class,
        numbers.label is not null and cells.number is null as is_told_elsewhere
    from cells
    left join labels as numbers on numbers.kind = 'task_number' and cells.sys_id = numbers.id
),

listed as (
    select
        * exclude (milestones, doc),
        list_filter(list_concat([
            case when not is_told_elsewhere
                then {'kind': 'opened', 'of': 'occurred', 'written': opened, 'actor': opened_by} end,
            case when not is_told_elsewhere and state is not null
                then {'kind': 'state', 'of': 'synthetic', 'written': updated, 'actor': updated_by} end
        ], milestones), lambda e: e.written is not null) as parts,
        as_attributes([
            kept_entry(name, to_json(plain_value(json_extract(doc, '$.' || to_json(name)::varchar))))
            for name in getvariable('kept')
        ]) as attributes
    from known
),

judged as (
    select
        *,
        [p.written for p in parts if case when is_landed then utc_instant(p.written) else instant(p.written) end is null]
            [1] as unread,
        case
            when broken is not null then broken
            when task is null then 'missing_id'
            when opened is null and updated is null and len(parts) = 0 then 'bad_timestamp'
            when is_landed and len([p for p in parts if utc_instant(p.written) is null]) > 0 then 'bad_timestamp'
            when not is_landed
                then [f for f in [time_fault(p.written, instant(p.written)) for p in parts] if f is not null][1]
        end as reason
    from listed
),

told as (
    select
        * exclude (parts),
        generate_subscripts(case when reason is null and len(parts) > 0 then parts else [null] end, 1) as part,
        unnest(case when reason is null and len(parts) > 0 then parts else [null] end) as e
    from judged
),

timed as (
    select
        told.*,
        case when is_landed then utc_instant(e.written) else instant(e.written) end as happened,
        case when is_landed then utc_instant(opened) else instant(opened) end as opened_at,
        coalesce(users.label, e.actor) as actor,
        coalesce(own_names.label, task_names.label, state.value) as state_name,
        coalesce(numbers.label, above) as above_shown,
        coalesce(classes.label, task_class(above), 'task') as above_class
    from told
    left join labels as users on users.kind = 'user' and lower(told.e.actor) = users.id
    left join labels as own_names
        on told.class || '.' || told.state.field = own_names.kind and told.state.value = own_names.id
    left join labels as task_names
        on task_names.kind = 'task.' || told.state.field and told.state.value = task_names.id
    left join labels as numbers on numbers.kind = 'task_number' and told.above = numbers.id
    left join labels as classes on classes.kind = 'task_class' and told.above = classes.id
)

select
    source_row,
    part,
    reason,
    case when is_time_fault(reason) then unread end as found,
    raw,
    false as skipped,
    case e.kind
        when 'opened' then task || ':opened'
        when 'state' then concat_ws(':', task, 'state', state.value, epoch_us(happened))
        else concat_ws(':', task, e.kind, epoch_us(happened))
    end as event_id,
    class || '.' || case e.kind when 'state' then state_name else e.kind end as activity,
    happened as "timestamp",
    e.of as timestamp_kind,
    precision_of(e.written) as timestamp_precision,
    case e.kind when 'opened' then -1 when 'state' then update_no end as sequence,
    case
        when timed.actor is null then 'unknown'
        when lower(timed.actor) in ('system', 'guest') then 'system'
        when actors.actor_kind is not null then actors.actor_kind
        when timed.actor = requester then 'customer'
        else 'person'
    end as actor_kind,
    timed.actor,
    channel,
    case when e.kind = 'state' then attributes end as attributes,
    touched([
        {'object_type': class, 'object_id': shown, 'qualifier': 'subject'},
        {'object_type': 'requester', 'object_id': case when e.kind = 'opened' then requester end, 'qualifier': 'caller'}
    ]) as objects,
    case when part = 1 then stated([
        link(class, shown, 'requester', requester, 'of', opened_at),
        link(class, shown, above_class, above_shown, 'of', null)
    ]) end as links
from timed
left join actors on timed.actor = actors.actor
