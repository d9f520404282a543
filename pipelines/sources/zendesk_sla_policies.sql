-- One row per row of Fivetran's ticket_sla_policy: a promise was made for the ticket.
with cells as (
    select
        source_row,
        reason as broken,
        raw,
        cleaned(doc ->> '$.ticket_id') as ticket,
        cleaned(doc ->> '$.sla_policy_id') as policy,
        cleaned(doc ->> '$.policy_applied_at') as written
    from records
)

select
    source_row,
    1 as part,
    case
        when broken is not null then broken
        when ticket is null or policy is null then 'missing_id'
        when landed_instant(written) is null then 'bad_timestamp'
    end as reason,
    case when landed_instant(written) is null then written end as found,
    raw,
    false as skipped,
    md5(to_json([ticket, 'sla_policy', policy, epoch_us(landed_instant(written))::varchar])::varchar) as event_id,
    'ticket.sla_policy' as activity,
    landed_instant(written) as "timestamp",
    precision_of(written) as timestamp_precision,
    'system' as actor_kind,
    as_attributes([kept_entry('policy', to_json(policy))]) as attributes,
    touched([{'object_type': 'ticket', 'object_id': ticket, 'qualifier': 'subject'}]) as objects,
    no_links() as links
from cells
