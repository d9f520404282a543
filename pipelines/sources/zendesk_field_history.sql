-- One row per row of Fivetran's ticket_field_history: a field got a value; what a ticket was born with is no event.
with cells as (
    select
        source_row,
        reason as broken,
        raw,
        cleaned(doc ->> '$.ticket_id') as ticket,
        lower(cleaned(doc ->> '$.field_name')) as field,
        cleaned(doc ->> '$.value') as new_value,
        cleaned(doc ->> '$.user_id') as actor,
        cleaned(doc ->> '$.updated') as written
    from records
),

judged as (
    select
        *,
        landed_instant(written) as happened,
        case
            when broken is not null then broken
            when ticket is null then 'missing_id'
            when field is null then 'missing_activity'
            when landed_instant(written) is null then 'bad_timestamp'
        end as reason
    from cells
),

known as (
    select
        j.*,
        coalesce(j.reason is null and j.happened <= landed_instant(labels.label), false) as is_initial,
        case when j.actor = '-1' then 'system' else coalesce(actors.actor_kind, 'unknown') end as actor_kind,
        case when j.actor <> '-1' then actors.role end as role
    from judged as j
    left join actors on j.actor = actors.actor
    left join labels on labels.kind = 'ticket created' and j.ticket = labels.id
)

select
    source_row,
    1 as part,
    reason,
    case when reason = 'bad_timestamp' then written end as found,
    raw,
    false as skipped,
    case
        when reason is null and not is_initial
            then md5(to_json([ticket, field, new_value, epoch_us(happened)::varchar, actor])::varchar)
    end as event_id,
    zendesk_activity(field, new_value) as activity,
    happened as "timestamp",
    precision_of(written) as timestamp_precision,
    actor_kind,
    actor,
    role,
    as_attributes([kept_entry('value', to_json(new_value))]) as attributes,
    touched([{'object_type': 'ticket', 'object_id': ticket, 'qualifier': 'subject'}]) as objects,
    case
        when field = 'requester_id' then stated([
            link('ticket', ticket, 'requester', new_value, 'of', happened)
        ])
    end as links
from known
