-- One row per input row: a field history row is an event, a row of another table gives links.
with cells as (
    select
        source_row,
        reason as broken,
        raw,
        json_transform(doc, '{
            "Id": "VARCHAR", "LeadId": "VARCHAR", "OpportunityId": "VARCHAR", "CaseId": "VARCHAR",
            "ContactId": "VARCHAR", "Field": "VARCHAR", "DataType": "VARCHAR", "OldValue": "VARCHAR",
            "NewValue": "VARCHAR", "CreatedById": "VARCHAR", "CreatedDate": "VARCHAR", "Email": "VARCHAR",
            "SuppliedEmail": "VARCHAR", "ConvertedContactId": "VARCHAR", "ConvertedOpportunityId": "VARCHAR"
        }') as cell
    from records
),

named as (
    select
        source_row,
        broken,
        raw,
        getvariable('table_name') in ('LeadHistory', 'OpportunityFieldHistory', 'CaseHistory') as is_event,
        case getvariable('table_name')
            when 'LeadHistory' then 'lead' when 'OpportunityFieldHistory' then 'opportunity'
            when 'CaseHistory' then 'case'
        end as subject,
        cleaned(cell.id) as id,
        left(cleaned(cell.id), 15) as short_id,
        left(cleaned(case getvariable('table_name')
            when 'LeadHistory' then cell.leadid when 'OpportunityFieldHistory' then cell.opportunityid
            else cell.caseid
        end), 15) as parent,
        regexp_replace(lower(cleaned(cell.field)), '__c$', '') as field,
        lower(cleaned(cell.datatype)) as data_type,
        cleaned(cell.oldvalue) as old_value,
        cleaned(cell.newvalue) as new_value,
        left(cleaned(cell.createdbyid), 15) as author,
        cleaned(cell.createddate) as written,
        left(cleaned(cell.contactid), 15) as contact,
        object_id('email', coalesce(cleaned(cell.email), cell.suppliedemail)) as email,
        left(cleaned(cell.convertedcontactid), 15) as converted_contact,
        left(cleaned(cell.convertedopportunityid), 15) as converted_opportunity
    from cells
),

timed as (
    select *, instant(written) as happened
    from named
),

judged as (
    select
        *,
        case
            when broken is not null then broken
            when id is null then 'missing_id'
            when is_event and parent is null then 'missing_id'
            when is_event and field is null then 'missing_activity'
            when is_event then time_fault(written, happened)
        end as reason
    from timed
)

select
    source_row,
    is_event::integer as part,
    reason,
    case when reason in ('bad_timestamp', 'naive_timestamp') then written end as found,
    raw,
    -- a change of owner is written twice, by id and by name: the name counts as a duplicate
    coalesce(is_event and data_type = 'text' and field in ('owner', 'ownerid'), false) as skipped,
    case when is_event then id end as event_id,
    subject || '.' || field || case
        when data_type in ('dynamicenum', 'staticenum', 'boolean', 'picklist') and new_value is not null
            then ':' || new_value
        else ''
    end as activity,
    happened as "timestamp",
    's' as timestamp_precision,
    null::bigint as sequence,
    coalesce(actors.actor_kind, case when author is null then 'unknown' else 'person' end) as actor_kind,
    author as actor,
    actors.role,
    'crm' as channel,
    false as public,
    as_attributes([
        kept_entry('previous', to_json(old_value)), kept_entry('value', to_json(new_value))
    ]) as attributes,
    touched([{
        'object_type': case subject when 'case' then 'crm_case' else subject end,
        'object_id': parent, 'qualifier': 'subject'
    }]) as objects,
    case getvariable('table_name')
        when 'Lead' then stated([
            link('lead', short_id, 'email', email, 'same', null),
            link('lead', short_id, 'contact', converted_contact, 'same', null),
            link('opportunity', converted_opportunity, 'lead', short_id, 'of', null)
        ])
        when 'Contact' then stated([link('contact', short_id, 'email', email, 'same', null)])
        when 'Opportunity' then stated([link('opportunity', short_id, 'contact', contact, 'of', null)])
        when 'Case' then stated([
            link('crm_case', short_id, 'contact', contact, 'of', null),
            link('crm_case', short_id, 'email', case when contact is null then email end, 'of', null)
        ])
    end as links
from judged
left join actors on actors.actor = judged.author
