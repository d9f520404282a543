-- One row per input row and milestone in it, at least one per input row: links of a record, changes of its versions.
with documents as (
    select
        source_row,
        reason as broken,
        raw,
        coalesce(doc ->> '$.GCLID__c', doc ->> '$.gclid__c', doc ->> '$.gclid_c') as gclid,
        json_transform(doc, '{
            "Id": "VARCHAR", "Email": "VARCHAR", "SuppliedEmail": "VARCHAR", "Phone": "VARCHAR",
            "MobilePhone": "VARCHAR", "SuppliedPhone": "VARCHAR", "ContactId": "VARCHAR",
            "AccountId": "VARCHAR", "ParentId": "VARCHAR", "OpportunityId": "VARCHAR",
            "MasterRecordId": "VARCHAR", "ConvertedContactId": "VARCHAR", "ConvertedAccountId": "VARCHAR",
            "ConvertedOpportunityId": "VARCHAR", "CreatedById": "VARCHAR", "CreatedDate": "VARCHAR",
            "ActivatedById": "VARCHAR", "ActivatedDate": "VARCHAR", "Origin": "VARCHAR"
        }') as api,
        json_transform(doc, '{
            "id": "VARCHAR", "email": "VARCHAR", "supplied_email": "VARCHAR", "phone": "VARCHAR",
            "mobile_phone": "VARCHAR", "supplied_phone": "VARCHAR", "contact_id": "VARCHAR",
            "account_id": "VARCHAR", "parent_id": "VARCHAR", "opportunity_id": "VARCHAR",
            "master_record_id": "VARCHAR", "converted_contact_id": "VARCHAR",
            "converted_account_id": "VARCHAR", "converted_opportunity_id": "VARCHAR",
            "created_by_id": "VARCHAR", "created_date": "VARCHAR", "activated_by_id": "VARCHAR",
            "activated_date": "VARCHAR", "origin": "VARCHAR", "status": "VARCHAR", "stage_name": "VARCHAR",
            "_fivetran_synced": "VARCHAR", "_fivetran_start": "VARCHAR"
        }') as landed
    from records
),

named as (
    select
        source_row,
        broken,
        raw,
        split_part(lower(getvariable('table_name')::varchar), ' ', 1) as kind,
        landed._fivetran_synced is not null as is_landed,
        salesforce_id(coalesce(api.id, landed.id)) as id,
        salesforce_id(coalesce(api.contactid, landed.contact_id)) as contact,
        salesforce_id(coalesce(api.accountid, landed.account_id)) as account,
        salesforce_id(coalesce(api.parentid, landed.parent_id)) as parent,
        salesforce_id(coalesce(api.opportunityid, landed.opportunity_id)) as opportunity,
        salesforce_id(coalesce(api.masterrecordid, landed.master_record_id)) as master,
        salesforce_id(coalesce(api.convertedcontactid, landed.converted_contact_id)) as converted_contact,
        salesforce_id(coalesce(api.convertedaccountid, landed.converted_account_id)) as converted_account,
        salesforce_id(coalesce(api.convertedopportunityid, landed.converted_opportunity_id))
            as converted_opportunity,
        object_id('email', coalesce(api.email, landed.email, api.suppliedemail, landed.supplied_email)) as email,
        cleaned(coalesce(api.phone, landed.phone, api.suppliedphone, landed.supplied_phone)) as phone,
        cleaned(coalesce(api.mobilephone, landed.mobile_phone)) as mobile,
        cleaned(gclid) as gclid,
        lower(cleaned(coalesce(api.origin, landed.origin))) as origin,
        salesforce_id(coalesce(api.createdbyid, landed.created_by_id)) as creator,
        salesforce_id(coalesce(api.activatedbyid, landed.activated_by_id)) as activator,
        cleaned(coalesce(api.createddate, landed.created_date)) as created,
        cleaned(coalesce(api.activateddate, landed.activated_date)) as activated,
        cleaned(coalesce(landed.stage_name, landed.status)) as state,
        cleaned(landed._fivetran_start) as started
    from documents
),

timed as (
    select
        *,
        case when is_landed then landed_instant(created) else coalesce(instant(created), epoch_instant(created)) end
            as created_at,
        case
            when is_landed then landed_instant(activated)
            else coalesce(instant(activated), epoch_instant(activated))
        end as activated_at,
        landed_instant(started) as started_at
    from named
),

judged as (
    select
        *,
        case
            when broken is not null then broken
            when id is null then 'missing_id'
            when started is not null and started_at is null then 'bad_timestamp'
            -- the times of other records are not events: they need not be read
            when kind <> 'order' and started is null then null
            when created is not null and created_at is null then time_fault(created, created_at)
            when kind = 'order' and activated is not null then time_fault(activated, activated_at)
        end as reason
    from timed
),

compared as (
    select
        *,
        lag(state) over by_start as previous,
        row_number() over by_start = 1 as is_first
    from judged
    window by_start as (partition by kind, id, reason is null order by started_at, source_row)
),

listed as (
    select
        *,
        list_filter([
            case
                when created is not null and (kind = 'order' or (started is not null and is_first)) then {
                    'part': 1, 'activity': kind || '.created', 'id': id || ':created', 'written': created,
                    'happened': created_at, 'actor': creator
                }
            end,
            case
                when activated is not null and kind = 'order' then {
                    'part': 2, 'activity': 'order.activated', 'id': id || ':activated', 'written': activated,
                    'happened': activated_at, 'actor': activator
                }
            end,
            case
                when started is not null and not is_first and state is distinct from previous and state is not null
                    then {
                        'part': 3,
                        'activity': kind || case kind when 'opportunity' then '.stage:' else '.status:' end || state,
                        'id': concat_ws(':', id, 'version', epoch_us(started_at), md5(state)), 'written': started,
                        'happened': started_at, 'actor': null
                    }
            end
        ], lambda e: e is not null and reason is null) as milestones
    from compared
),

told as (
    select
        * exclude (milestones),
        unnest(case when len(milestones) = 0 then [null] else milestones end) as e
    from listed
)

select
    source_row,
    coalesce(e.part, 0) as part,
    reason,
    case when is_time_fault(reason) then coalesce(started, created) end as found,
    raw,
    false as skipped,
    e.id as event_id,
    e.activity as activity,
    e.happened as "timestamp",
    'synthetic' as timestamp_kind,
    case when is_landed then precision_of(e.written) else 's' end as timestamp_precision,
    coalesce(actors.actor_kind, case when e.actor is null then 'unknown' else 'person' end) as actor_kind,
    e.actor as actor,
    coalesce(role_name, actors.role) as role,
    case when e.part = 1 and kind = 'case' then coalesce(origin, 'crm') else 'crm' end as channel,
    false as public,
    case
        when e.part = 3 then as_attributes([
            kept_entry('previous', to_json(previous)), kept_entry('value', to_json(state))
        ])
    end as attributes,
    touched([{
        'object_type': case kind when 'case' then 'crm_case' else kind end, 'object_id': told.id,
        'qualifier': 'subject'
    }]) as objects,
    case kind
        when 'lead' then stated([
            link('lead', told.id, 'email', email, 'same', null),
            link('lead', told.id, 'phone', phone, 'same', null),
            link('lead', told.id, 'phone', mobile, 'same', null),
            link('lead', told.id, 'gclid', gclid, 'same', null),
            link('lead', told.id, 'contact', converted_contact, 'same', null),
            link('lead', told.id, 'lead', master, 'same', null),
            link('lead', told.id, 'account', converted_account, 'of', null),
            link('opportunity', converted_opportunity, 'lead', told.id, 'of', null)
        ])
        when 'contact' then stated([
            link('contact', told.id, 'email', email, 'same', null),
            link('contact', told.id, 'phone', phone, 'same', null),
            link('contact', told.id, 'phone', mobile, 'same', null),
            link('contact', told.id, 'gclid', gclid, 'same', null),
            link('contact', told.id, 'contact', master, 'same', null),
            link('contact', told.id, 'account', account, 'of', null)
        ])
        when 'opportunity' then stated([
            link('opportunity', told.id, 'contact', contact, 'of', null),
            link('opportunity', told.id, 'account', account, 'of', null)
        ])
        when 'case' then stated([
            link('crm_case', told.id, 'contact', contact, 'of', null),
            link('crm_case', told.id, 'account', account, 'of', null),
            link('crm_case', told.id, 'email', case when contact is null then email end, 'of', null),
            link('crm_case', told.id, 'phone', case when contact is null then phone end, 'of', null),
            link('crm_case', told.id, 'crm_case', parent, 'of', null),
            link('crm_case', told.id, 'crm_case', master, 'merged', null)
        ])
        when 'account' then stated([
            link('account', told.id, 'account', parent, 'of', null),
            link('account', told.id, 'account', master, 'merged', null)
        ])
        when 'order' then stated([
            link('order', told.id, 'account', account, 'of', null),
            link('order', told.id, 'opportunity', opportunity, 'of', null)
        ])
    end as links
from told
left join actors on actors.actor = told.e.actor
left join (select id as role_id, label as role_name from labels where kind = 'role') as roles
    on roles.role_id = actors.role
