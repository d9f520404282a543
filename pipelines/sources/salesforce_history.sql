-- One row per input row: a row of a field history is an event, the second row of a change of owner is not.
with documents as (
    select
        source_row,
        reason as broken,
        raw,
        regexp_replace(lower(getvariable('table_name')::varchar), '_?(field)?_?history$', '') as tracked,
        json_transform(doc, '{
            "Id": "VARCHAR", "LeadId": "VARCHAR", "OpportunityId": "VARCHAR", "CaseId": "VARCHAR",
            "ContactId": "VARCHAR", "AccountId": "VARCHAR", "ParentId": "VARCHAR", "Field": "VARCHAR",
            "DataType": "VARCHAR", "OldValue": "VARCHAR", "NewValue": "VARCHAR", "CreatedById": "VARCHAR",
            "CreatedDate": "VARCHAR"
        }') as api,
        json_transform(doc, '{
            "id": "VARCHAR", "lead_id": "VARCHAR", "opportunity_id": "VARCHAR", "case_id": "VARCHAR",
            "contact_id": "VARCHAR", "account_id": "VARCHAR", "parent_id": "VARCHAR", "field": "VARCHAR",
            "data_type": "VARCHAR", "old_value": "VARCHAR", "new_value": "VARCHAR",
            "created_by_id": "VARCHAR", "created_date": "VARCHAR", "_fivetran_synced": "VARCHAR"
        }') as landed
    from records
),

named as (
    select
        source_row,
        broken,
        raw,
        case when tracked in ('lead', 'opportunity', 'case', 'contact', 'account') then tracked else 'record' end
            as subject,
        landed._fivetran_synced is not null as is_landed,
        salesforce_id(coalesce(api.id, landed.id)) as id,
        salesforce_id(case tracked
            when 'lead' then coalesce(api.leadid, landed.lead_id)
            when 'opportunity' then coalesce(api.opportunityid, landed.opportunity_id)
            when 'case' then coalesce(api.caseid, landed.case_id)
            when 'contact' then coalesce(api.contactid, landed.contact_id)
            when 'account' then coalesce(api.accountid, landed.account_id)
            else coalesce(api.parentid, landed.parent_id)
        end) as parent,
        regexp_replace(lower(cleaned(coalesce(api.field, landed.field))), '__c$', '') as field,
        lower(cleaned(coalesce(api.datatype, landed.data_type))) as data_type,
        cleaned(coalesce(api.oldvalue, landed.old_value)) as old_value,
        cleaned(coalesce(api.newvalue, landed.new_value)) as new_value,
        salesforce_id(coalesce(api.createdbyid, landed.created_by_id)) as author,
        cleaned(coalesce(api.createddate, landed.created_date)) as written
    from documents
),

timed as (
    select
        *,
        case when is_landed then landed_instant(written) else coalesce(instant(written), epoch_instant(written)) end
            as happened
    from named
),

judged as (
    select
        *,
        case
            when broken is not null then broken
            when id is null or parent is null then 'missing_id'
            when field is null then 'missing_activity'
            when is_landed and happened is null then 'bad_timestamp'
            else time_fault(written, happened)
        end as reason
    from timed
)

select
    source_row,
    1 as part,
    reason,
    case when is_time_fault(reason) then written end as found,
    raw,
    -- a change of owner is written twice, by id and by name: the name counts as a duplicate
    coalesce(data_type = 'text' and field in ('owner', 'ownerid'), false) as skipped,
    judged.id as event_id,
    subject || '.' || field || case
        when data_type in ('dynamicenum', 'staticenum', 'boolean', 'picklist') and new_value is not null
            then ':' || new_value
        else ''
    end as activity,
    happened as "timestamp",
    's' as timestamp_precision,
    coalesce(actors.actor_kind, case when author is null then 'unknown' else 'person' end) as actor_kind,
    author as actor,
    coalesce(role_name, actors.role) as role,
    case when field = 'created' then coalesce(origin, 'crm') else 'crm' end as channel,
    false as public,
    as_attributes([
        kept_entry('previous', to_json(old_value)), kept_entry('value', to_json(new_value))
    ]) as attributes,
    touched([{
        'object_type': case subject when 'case' then 'crm_case' else subject end,
        'object_id': parent, 'qualifier': 'subject'
    }]) as objects,
    no_links() as links
from judged
left join actors on actors.actor = judged.author
left join (select id as role_id, label as role_name from labels where kind = 'role') as roles
    on roles.role_id = actors.role
left join (select id as case_id, label as origin from labels where kind = 'origin') as origins
    on judged.subject = 'case' and origins.case_id = judged.parent
