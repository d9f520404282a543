-- One row per row of Fivetran's ticket and event in it: created, deleted.
with cells as (
    select
        source_row,
        reason as broken,
        raw,
        doc,
        cleaned(doc ->> '$.id') as ticket,
        cleaned(doc ->> '$.requester_id') as requester,
        cleaned(doc ->> '$.submitter_id') as submitter,
        cleaned(doc ->> '$.created_at') as created,
        cleaned(doc ->> '$.updated_at') as updated,
        lower(cleaned(doc ->> '$.status')) = 'deleted' as is_deleted
    from records
),

timed as (
    select
        *,
        landed_instant(created) as created_at,
        case when is_deleted then landed_instant(updated) end as deleted_at
    from cells
),

judged as (
    select
        *,
        case
            when broken is not null then broken
            when ticket is null then 'missing_id'
            when created_at is null or (is_deleted and deleted_at is null) then 'bad_timestamp'
        end as reason
    from timed
),

listed as (
    select
        j.*,
        unnest(case
            when reason is null and is_deleted then ['created', 'deleted']
            else ['created']
        end) as happening,
        coalesce(actors.actor_kind, 'unknown') as submitter_kind,
        actors.role as submitter_role
    from judged as j
    left join actors on j.submitter = actors.actor
)

select
    source_row,
    case happening when 'created' then 1 else 2 end as part,
    reason,
    case
        when reason = 'bad_timestamp' then case when created_at is null then created else updated end
    end as found,
    raw,
    false as skipped,
    case when reason is null then concat_ws(':', 'ticket', ticket, happening) end as event_id,
    'ticket.' || happening as activity,
    case happening when 'created' then created_at else deleted_at end as "timestamp",
    case happening when 'deleted' then 'synthetic' end as timestamp_kind,
    precision_of(case happening when 'created' then created else updated end) as timestamp_precision,
    -- before the comment of the same second
    case happening when 'created' then 0 end::bigint as sequence,
    case
        when happening = 'deleted' then 'unknown'
        when submitter = '-1' then 'system'
        else submitter_kind
    end as actor_kind,
    case happening when 'created' then submitter end as actor,
    case when happening = 'created' and submitter <> '-1' then submitter_role end as role,
    case happening when 'created' then cleaned(doc ->> '$.via_channel') end as channel,
    -- what the row says now of a field that changes was not so then
    case when happening = 'created' then as_attributes([
        kept_entry(name, scalar(json_extract(doc, '$.' || to_json(name)::varchar)::varchar))
        for name in getvariable('kept')
        if name not in (
            'status', 'custom_status_id', 'priority', 'type', 'assignee_id', 'group_id', 'due_at',
            'updated_at', 'has_incidents', 'value', 'previous'
        )
    ]) end as attributes,
    touched([
        {'object_type': 'ticket', 'object_id': ticket, 'qualifier': 'subject'},
        {
            'object_type': 'requester',
            'object_id': case happening when 'created' then requester end,
            'qualifier': 'requester'
        }
    ]) as objects,
    case when happening = 'created' then zendesk_ticket_links(
        ticket, requester, doc ->> '$.via_followup_source_id', zendesk_ids(doc ->> '$.followup_ids'),
        zendesk_ids(doc ->> '$.merged_ticket_ids'), created_at
    ) end as links
from listed
