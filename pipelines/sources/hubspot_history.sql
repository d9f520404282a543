-- One row per input row: each row of a property history is a change of one property of one record.
with documents as (
    select
        source_row,
        reason as broken,
        raw,
        json_transform(doc, '{
            "deal_id": "VARCHAR", "ticket_id": "VARCHAR", "contact_id": "VARCHAR", "company_id": "VARCHAR",
            "dealId": "VARCHAR", "ticketId": "VARCHAR", "contactId": "VARCHAR", "companyId": "VARCHAR",
            "name": "VARCHAR", "property": "VARCHAR", "value": "VARCHAR", "timestamp": "VARCHAR",
            "timestamp_instant": "VARCHAR", "source": "VARCHAR", "source_id": "VARCHAR",
            "sourceType": "VARCHAR", "sourceId": "VARCHAR", "updatedByUserId": "VARCHAR"
        }') as d
    from records
),

named as (
    select
        source_row,
        broken,
        raw,
        split_part(getvariable('table_name')::varchar, '_', 1) as subject,
        cleaned(coalesce(
            d.deal_id, d.ticket_id, d.contact_id, d.company_id, d.dealid, d.ticketid, d.contactid, d.companyid
        )) as id,
        lower(cleaned(coalesce(d.name, d.property))) as property,
        cleaned(d.value) as new_value,
        cleaned(coalesce(d.source, d.sourcetype)) as change_source,
        hubspot_user(coalesce(d.source_id, d.sourceid), d.updatedbyuserid) as user_id,
        cleaned(coalesce(d.timestamp_instant, d."timestamp")) as written
    from documents
),

timed as (
    select *, landed_instant(written) as happened
    from named
),

judged as (
    select
        *,
        case
            when broken is not null then broken
            when id is null then 'missing_id'
            when property is null then 'missing_activity'
            when happened is null then 'bad_timestamp'
        end as reason
    from timed
)

select
    source_row,
    1 as part,
    reason,
    case when reason = 'bad_timestamp' then written end as found,
    raw,
    false as skipped,
    hubspot_change(subject, judged.id, property, new_value, happened) as event_id,
    hubspot_activity(subject, property, new_value) as activity,
    happened as "timestamp",
    landed_precision(written) as timestamp_precision,
    hubspot_actor_kind(change_source, user_id) as actor_kind,
    user_id as actor,
    actors.role as role,
    'crm' as channel,
    false as public,
    as_attributes([
        kept_entry('value', to_json(new_value)), kept_entry('label', to_json(label)),
        kept_entry('source', to_json(change_source))
    ]) as attributes,
    touched([{'object_type': subject, 'object_id': judged.id, 'qualifier': 'subject'}]) as objects,
    no_links() as links
from judged
left join actors on actors.actor = judged.user_id
left join (select kind as labelled, id as label_id, label from labels) as names
    on names.labelled = judged.subject || '.' || judged.property and names.label_id = judged.new_value
