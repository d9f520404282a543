-- One row per input row (update of an incident) and event in it: the update, and what was not told before.
with documents as (
    select
        source_row,
        reason as broken,
        raw,
        doc,
        json_transform(doc, '{
            "number": "VARCHAR", "incident_state": "VARCHAR", "sys_mod_count": "VARCHAR",
            "sys_updated_at": "VARCHAR", "sys_updated_by": "VARCHAR",
            "opened_at": "VARCHAR", "opened_by": "VARCHAR", "resolved_at": "VARCHAR", "resolved_by": "VARCHAR",
            "closed_at": "VARCHAR", "closed_by": "VARCHAR", "caller_id": "VARCHAR", "contact_type": "VARCHAR"
        }') as d
    from records
),

cells as (
    select
        source_row,
        broken,
        raw,
        doc,
        nullif(cleaned(d.number), '?') as incident,
        nullif(cleaned(d.incident_state), '?') as incident_state,
        try_cast(cleaned(d.sys_mod_count) as bigint) as update_no,
        nullif(cleaned(d.caller_id), '?') as caller,
        nullif(cleaned(d.contact_type), '?') as channel,
        nullif(cleaned(d.sys_updated_at), '?') as updated,
        nullif(cleaned(d.opened_at), '?') as opened,
        nullif(cleaned(d.resolved_at), '?') as resolved,
        nullif(cleaned(d.closed_at), '?') as closed,
        nullif(cleaned(d.sys_updated_by), '?') as updated_by,
        nullif(cleaned(d.opened_by), '?') as opened_by,
        nullif(cleaned(d.resolved_by), '?') as resolved_by,
        nullif(cleaned(d.closed_by), '?') as closed_by
    from documents
),

timed as (
    select
        *,
        instant(updated) as updated_at,
        instant(opened) as opened_at,
        case
            when instant(updated) is null then updated
            when instant(opened) is null and opened is not null then opened
            when instant(resolved) is null and resolved is not null then resolved
            when instant(closed) is null then closed
        end as unread
    from cells
),

judged as (
    select
        *,
        case
            when broken is not null then broken
            when incident is null then 'missing_id'
            when incident_state is null then 'missing_activity'
            when updated_at is null or unread is not null then time_fault(unread, null)
        end as reason
    from timed
),

-- what every later update repeats is told by the first that has it
numbered as (
    select
        *,
        row_number() over (
            partition by incident, reason, opened is null order by updated_at, update_no, source_row
        ) = 1 as is_first,
        row_number() over (
            partition by incident, reason, caller order by updated_at, update_no, source_row
        ) = 1 as is_first_of_caller,
        row_number() over (partition by incident, reason, resolved order by updated_at, update_no, source_row) = 1
            as is_first_resolved,
        row_number() over (partition by incident, reason, closed order by updated_at, update_no, source_row) = 1
            as is_first_closed
    from judged
),

listed as (
    select
        * exclude (doc),
        case
            when reason is null then as_attributes([
                kept_entry(name, to_json(nullif(cleaned(json_extract_string(doc, '$.' || to_json(name)::varchar)), '?')))
                for name in getvariable('kept')
            ])
        end as attributes,
        case
            when reason is not null then [null]
            else list_filter([
                {'kind': 'update', 'part': 1, 'written': updated, 'actor': updated_by},
                case when is_first and opened is not null
                    then {'kind': 'opened', 'part': 2, 'written': opened, 'actor': opened_by} end,
                case when is_first_resolved and resolved is not null
                    then {'kind': 'resolved', 'part': 3, 'written': resolved, 'actor': resolved_by} end,
                case when is_first_closed and closed is not null
                    then {'kind': 'closed', 'part': 4, 'written': closed, 'actor': closed_by} end
            ], lambda e: e is not null)
        end as parts
    from numbered
),

told as (
    select * exclude (parts), unnest(parts) as e
    from listed
)

select
    source_row,
    coalesce(e.part, 0) as part,
    reason,
    case when is_time_fault(reason) then unread end as found,
    raw,
    false as skipped,
    case e.kind
        -- the count alone does not tell updates apart: logs have one count at two times
        when 'update' then concat_ws(':', incident, update_no, epoch_us(updated_at), md5(incident_state))
        when 'opened' then incident || ':opened'
        -- solved once more after it was opened again: another time
        else incident || ':' || e.kind || ':' || epoch_us(instant(e.written))
    end as event_id,
    'incident.' || case when e.kind = 'update' then incident_state else e.kind end as activity,
    instant(e.written) as "timestamp",
    case when e.kind in ('resolved', 'closed') then 'synthetic' end as timestamp_kind,
    clock_flag(e.written) as timestamp_flag,
    precision_of(e.written) as timestamp_precision,
    case e.kind when 'update' then update_no when 'opened' then -1 end as sequence,
    case
        when e.actor is null then 'unknown'
        when lower(e.actor) in ('system', 'guest') then 'system'
        when e.actor = caller then 'customer'
        else 'person'
    end as actor_kind,
    e.actor as actor,
    channel,
    case when e.kind = 'update' then attributes end as attributes,
    touched([
        {'object_type': 'incident', 'object_id': incident, 'qualifier': 'subject'},
        {'object_type': 'requester', 'object_id': case when e.kind = 'opened' then caller end, 'qualifier': 'caller'}
    ]) as objects,
    case
        when e.kind = 'update' and is_first_of_caller then stated([
            link('incident', incident, 'requester', caller, 'of', case when is_first then opened_at else updated_at end)
        ])
    end as links
from told
