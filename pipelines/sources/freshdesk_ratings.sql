-- One row per satisfaction rating: the customer's answer to the survey.
with cells as (
    select
        source_row,
        reason as broken,
        raw,
        cleaned(doc ->> '$.id') as id,
        cleaned(doc ->> '$.ticket_id') as ticket,
        cleaned(doc ->> '$.user_id') as customer,
        cleaned(doc ->> '$.created_at') as written,
        doc -> '$.ratings.default_question' as score,
        doc -> '$.feedback' as feedback
    from records
)

select
    source_row,
    1 as part,
    case
        when broken is not null then broken
        when id is null or ticket is null then 'missing_id'
        when instant(written) is null then time_fault(written, null)
    end as reason,
    case when instant(written) is null then written end as found,
    raw,
    false as skipped,
    'rating:' || id as event_id,
    'ticket.rating' as activity,
    instant(written) as "timestamp",
    precision_of(written) as timestamp_precision,
    'customer' as actor_kind,
    customer as actor,
    as_attributes([kept_entry('score', score), kept_entry('comment', feedback)]) as attributes,
    touched([
        {'object_type': 'ticket', 'object_id': ticket, 'qualifier': 'subject'},
        {'object_type': 'requester', 'object_id': customer, 'qualifier': 'requester'}
    ]) as objects,
    stated([link('ticket', ticket, 'requester', customer, 'of', null)]) as links
from cells
