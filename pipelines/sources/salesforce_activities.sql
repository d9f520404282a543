-- One row per input row and moment of it: tasks and calendar events are made, due and done at different times.
with documents as (
    select
        source_row,
        reason as broken,
        raw,
        json_transform(doc, '{
            "Id": "VARCHAR", "WhoId": "VARCHAR", "WhatId": "VARCHAR", "AccountId": "VARCHAR",
            "OwnerId": "VARCHAR", "CreatedById": "VARCHAR", "CreatedDate": "VARCHAR",
            "ActivityDate": "VARCHAR", "CompletedDateTime": "VARCHAR", "StartDateTime": "VARCHAR",
            "ActivityDateTime": "VARCHAR", "TaskSubtype": "VARCHAR", "EventSubtype": "VARCHAR",
            "Type": "VARCHAR", "Status": "VARCHAR", "Priority": "VARCHAR", "IsDeleted": "VARCHAR",
            "CallDurationInSeconds": "VARCHAR"
        }') as api,
        json_transform(doc, '{
            "id": "VARCHAR", "who_id": "VARCHAR", "what_id": "VARCHAR", "account_id": "VARCHAR",
            "owner_id": "VARCHAR", "created_by_id": "VARCHAR", "created_date": "VARCHAR",
            "activity_date": "VARCHAR", "completed_date_time": "VARCHAR", "start_date_time": "VARCHAR",
            "activity_date_time": "VARCHAR", "task_subtype": "VARCHAR", "event_subtype": "VARCHAR",
            "type": "VARCHAR", "status": "VARCHAR", "priority": "VARCHAR", "is_deleted": "VARCHAR",
            "call_duration_in_seconds": "VARCHAR", "_fivetran_synced": "VARCHAR"
        }') as landed
    from records
),

named as (
    select
        source_row,
        broken,
        raw,
        lower(getvariable('table_name')::varchar) = 'task' as is_task,
        landed._fivetran_synced is not null as is_landed,
        salesforce_id(coalesce(api.id, landed.id)) as id,
        salesforce_id(coalesce(api.whoid, landed.who_id)) as who,
        salesforce_id(coalesce(api.whatid, landed.what_id)) as what,
        salesforce_id(coalesce(api.accountid, landed.account_id)) as account,
        salesforce_id(coalesce(api.ownerid, landed.owner_id)) as owner,
        salesforce_id(coalesce(api.createdbyid, landed.created_by_id)) as creator,
        cleaned(coalesce(api.tasksubtype, landed.task_subtype, api.eventsubtype, landed.event_subtype)) as subtype,
        cleaned(coalesce(api.type, landed.type)) as kind,
        cleaned(coalesce(api.status, landed.status)) as status,
        cleaned(coalesce(api.priority, landed.priority)) as priority,
        cleaned(coalesce(api.calldurationinseconds, landed.call_duration_in_seconds)) as call_seconds,
        lower(cleaned(coalesce(api.isdeleted, landed.is_deleted))) = 'true' as is_deleted,
        cleaned(coalesce(api.createddate, landed.created_date)) as created,
        cleaned(coalesce(api.completeddatetime, landed.completed_date_time)) as completed,
        cleaned(coalesce(
            api.startdatetime, landed.start_date_time, api.activitydatetime, landed.activity_date_time,
            api.activitydate, landed.activity_date
        )) as planned
    from documents
),

-- a date without a time has no zone: it stands for the day, at its beginning in UTC
timed as (
    select
        *,
        case when is_landed then landed_instant(created) else coalesce(instant(created), epoch_instant(created)) end
            as created_at,
        case
            when is_landed or regexp_full_match(planned, '\d{4}-\d\d-\d\d') then landed_instant(planned)
            else coalesce(instant(planned), epoch_instant(planned))
        end as planned_at,
        case
            when is_landed then landed_instant(completed)
            else coalesce(instant(completed), epoch_instant(completed))
        end as completed_at
    from named
),

judged as (
    select
        *,
        case
            when created is not null and created_at is null then created
            when planned is not null and planned_at is null then planned
            when completed is not null and completed_at is null then completed
        end as unread,
        case
            when broken is not null then broken
            when id is null then 'missing_id'
            when unread is not null and is_landed then 'bad_timestamp'
            when unread is not null or coalesce(created, planned, completed) is null then time_fault(unread, null)
        end as reason
    from timed
),

listed as (
    select
        *,
        list_filter([
            case when created is not null then {
                'part': 1, 'moment': 'created', 'at': created_at, 'written': created, 'actor': creator
            } end,
            -- what was deleted is not due any more
            case when planned is not null and not coalesce(is_deleted, false) then {
                'part': 2, 'moment': case when is_task then 'due' else 'start' end, 'at': planned_at,
                'written': planned, 'actor': owner
            } end,
            case when completed is not null and is_task then {
                'part': 3, 'moment': 'completed', 'at': completed_at, 'written': completed, 'actor': owner
            } end
        ], lambda e: e is not null and reason is null) as moments
    from judged
),

told as (
    select
        * exclude (moments),
        unnest(case when len(moments) = 0 then [null] else moments end) as e
    from listed
)

select
    source_row,
    coalesce(e.part, 0) as part,
    reason,
    unread as found,
    raw,
    false as skipped,
    case
        when e.moment is not null
            then concat_ws(':', told.id, e.moment, case when e.moment <> 'created' then epoch_us(e."at") end)
    end as event_id,
    case when is_task then 'task.' else 'event.' end || e.moment || case
        when e.moment = 'completed' and subtype is not null then ':' || subtype
        else ''
    end as activity,
    e."at" as "timestamp",
    case when e.part = 2 then 'planned' end as timestamp_kind,
    case
        when is_landed or regexp_full_match(e.written, '\d{4}-\d\d-\d\d') then precision_of(e.written)
        else 's'
    end as timestamp_precision,
    coalesce(actors.actor_kind, case when e.actor is null then 'unknown' else 'person' end) as actor_kind,
    e.actor as actor,
    coalesce(role_name, actors.role) as role,
    case lower(subtype) when 'call' then 'phone' when 'email' then 'email' else 'crm' end as channel,
    coalesce(e.moment = 'completed' and lower(subtype) in ('call', 'email'), false) as public,
    as_attributes([
        kept_entry('subtype', to_json(subtype)), kept_entry('type', to_json(kind)),
        kept_entry('status', to_json(status)), kept_entry('priority', to_json(priority)),
        kept_entry('call_seconds', to_json(call_seconds))
    ]) as attributes,
    touched([
        {'object_type': case when is_task then 'task' else 'meeting' end, 'object_id': told.id, 'qualifier': 'subject'},
        {'object_type': salesforce_type(who), 'object_id': who, 'qualifier': 'who'},
        {'object_type': salesforce_type(what), 'object_id': what, 'qualifier': 'what'},
        {
            'object_type': 'account', 'object_id': case when account is distinct from what then account end,
            'qualifier': 'account'
        }
    ]) as objects,
    no_links() as links
from told
left join actors on actors.actor = told.e.actor
left join (select id as role_id, label as role_name from labels where kind = 'role') as roles
    on roles.role_id = actors.role
