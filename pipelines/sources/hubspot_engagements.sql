-- One row per input row and moment of it: calls, e-mails, meetings, notes, tasks.
with documents as (
    select
        source_row,
        reason as broken,
        raw,
        case
            when getvariable('table_name')::varchar like 'engagement\_%' escape '\'
                then split_part(getvariable('table_name')::varchar, '_', 2)
        end as table_kind,
        json_transform(coalesce(doc -> '$.engagement', doc -> '$.properties', doc), '{
            "id": "VARCHAR", "engagement_id": "VARCHAR", "hs_object_id": "VARCHAR", "type": "VARCHAR",
            "timestamp": "VARCHAR", "start_time": "VARCHAR", "hs_timestamp": "VARCHAR",
            "property_hs_timestamp": "VARCHAR", "hs_meeting_start_time": "VARCHAR", "createdAt": "VARCHAR",
            "created_at": "VARCHAR", "hs_createdate": "VARCHAR", "property_hs_createdate": "VARCHAR",
            "ownerId": "VARCHAR", "owner_id": "VARCHAR", "hubspot_owner_id": "VARCHAR",
            "property_hubspot_owner_id": "VARCHAR", "lastUpdated": "VARCHAR", "last_updated": "VARCHAR",
            "hs_lastmodifieddate": "VARCHAR", "_fivetran_synced": "VARCHAR", "_fivetran_deleted": "VARCHAR",
            "hs_task_completion_date": "VARCHAR", "property_hs_task_completion_date": "VARCHAR",
            "meeting_outcome": "VARCHAR", "hs_meeting_outcome": "VARCHAR",
            "property_hs_meeting_outcome": "VARCHAR", "hs_email_direction": "VARCHAR",
            "property_hs_email_direction": "VARCHAR", "hs_call_direction": "VARCHAR",
            "property_hs_call_direction": "VARCHAR"
        }') as d,
        json_transform(doc, '{
            "id": "VARCHAR", "updatedAt": "VARCHAR", "metadata": {
                "meetingOutcome": "VARCHAR", "completionDate": "VARCHAR", "startTime": "VARCHAR"
            }
        }') as o,
        list_sort(json_keys(doc, '$.properties')) as keys,
        list_concat(doc ->> '$.associations.contacts.results[*].id', doc ->> '$.associations.contactIds[*]') as contacts,
        list_concat(doc ->> '$.associations.companies.results[*].id', doc ->> '$.associations.companyIds[*]')
            as companies,
        list_concat(doc ->> '$.associations.deals.results[*].id', doc ->> '$.associations.dealIds[*]') as deals,
        list_concat(doc ->> '$.associations.tickets.results[*].id', doc ->> '$.associations.ticketIds[*]') as tickets
    from records
),

named as (
    select
        source_row,
        broken,
        raw,
        -- an object of the API does not say what it is: its properties do
        coalesce(
            table_kind,
            nullif(regexp_extract(
                array_to_string(keys, ' '), '(?:^| )hs_(call|email|meeting|note|task|communication)_', 1
            ), ''),
            lower(cleaned(d.type))
        ) as told_kind,
        cleaned(coalesce(d.engagement_id, o.id, d.id, d.hs_object_id)) as id,
        cleaned(coalesce(
            d.start_time, d.hs_meeting_start_time, o.metadata.starttime, d.property_hs_timestamp, d.hs_timestamp,
            d."timestamp"
        )) as written,
        cleaned(coalesce(d.property_hs_createdate, d.hs_createdate, d.created_at, d.createdat)) as created,
        cleaned(coalesce(
            d.property_hs_task_completion_date, d.hs_task_completion_date, o.metadata.completiondate
        )) as completed,
        cleaned(coalesce(
            d._fivetran_synced, d.lastupdated, d.last_updated, o.updatedat, d.hs_lastmodifieddate
        )) as last_written,
        'owner:' || cleaned(coalesce(d.property_hubspot_owner_id, d.hubspot_owner_id, d.owner_id, d.ownerid)) as owner,
        upper(cleaned(coalesce(
            d.property_hs_meeting_outcome, d.hs_meeting_outcome, d.meeting_outcome, o.metadata.meetingoutcome
        ))) as outcome,
        upper(cleaned(coalesce(
            d.property_hs_email_direction, d.hs_email_direction, d.property_hs_call_direction, d.hs_call_direction,
            d.type
        ))) as direction,
        lower(cleaned(d._fivetran_deleted)) = 'true' as is_deleted,
        contacts,
        companies,
        deals,
        tickets
    from documents
),

timed as (
    select
        *,
        regexp_replace(told_kind, '^(incoming|forwarded)_', '') as kind,
        coalesce(direction in ('INCOMING_EMAIL', 'INBOUND'), false) as is_incoming,
        landed_instant(written) as happened,
        landed_instant(created) as created_at,
        landed_instant(completed) as completed_at,
        landed_instant(last_written) as last_written_at
    from named
),

judged as (
    select
        *,
        case
            when written is not null and happened is null then written
            when created is not null and created_at is null then created
            when completed is not null and completed_at is null then completed
        end as unread,
        case
            when broken is not null then broken
            when id is null then 'missing_id'
            when kind is null or kind not in ('call', 'email', 'meeting', 'note', 'task', 'communication')
                then 'unknown_record'
            when unread is not null or coalesce(written, created) is null then 'bad_timestamp'
        end as reason
    from timed
),

listed as (
    select
        *,
        list_filter([
            case when kind in ('call', 'email', 'note', 'communication') then {
                'moment': case when kind = 'email' and is_incoming then 'incoming_email' else kind end,
                'kind': 'occurred', 'written': coalesce(written, created), 'at': coalesce(happened, created_at)
            } end,
            case when kind = 'meeting' and created is not null then {
                'moment': 'meeting_booked', 'kind': 'occurred', 'written': created, 'at': created_at
            } end,
            -- a meeting took place when it is said, or when its row was written after it had begun
            case when kind = 'meeting' and written is not null then {
                'moment': 'meeting', 'written': written, 'at': happened,
                'kind': case
                    when outcome = 'COMPLETED' then 'occurred'
                    when outcome in ('CANCELED', 'NO_SHOW', 'RESCHEDULED') then 'planned'
                    when last_written_at >= happened then 'occurred'
                    else 'planned'
                end
            } end,
            case when kind = 'task' and created is not null then {
                'moment': 'task_created', 'kind': 'occurred', 'written': created, 'at': created_at
            } end,
            -- the time of a task is when it is due
            case when kind = 'task' and written is not null and not coalesce(is_deleted, false) then {
                'moment': 'task_due', 'kind': 'planned', 'written': written, 'at': happened
            } end,
            case when kind = 'task' and completed is not null then {
                'moment': 'task_completed', 'kind': 'occurred', 'written': completed, 'at': completed_at
            } end
        ], lambda e: e is not null and reason is null) as moments
    from judged
),

told as (
    select
        * exclude (moments),
        generate_subscripts(case when len(moments) = 0 then [null] else moments end, 1) as place,
        unnest(case when len(moments) = 0 then [null] else moments end) as e
    from listed
)

select
    source_row,
    place as part,
    reason,
    unread as found,
    raw,
    false as skipped,
    case
        when e.moment is not null then concat_ws(
            ':', 'engagement', told.id, e.moment,
            case when e.moment in ('task_due', 'meeting') then epoch_us(e."at") end
        )
    end as event_id,
    'engagement.' || e.moment as activity,
    e."at" as "timestamp",
    e.kind as timestamp_kind,
    landed_precision(e.written) as timestamp_precision,
    case
        when e.moment = 'incoming_email' or (told.kind = 'call' and is_incoming) then 'customer'
        when owner is null then 'unknown'
        else 'person'
    end as actor_kind,
    case when not is_incoming then coalesce(owner_user, owner) end as actor,
    case when not is_incoming then actors.role end as role,
    case told.kind when 'call' then 'phone' when 'email' then 'email' else 'crm' end as channel,
    told.kind in ('call', 'email', 'meeting', 'communication') as public,
    as_attributes([
        kept_entry('outcome', to_json(outcome)),
        kept_entry('direction', to_json(case when told.kind in ('call', 'email') then direction end))
    ]) as attributes,
    touched(list_concat(
        [{'object_type': 'engagement', 'object_id': told.id, 'qualifier': 'subject'}],
        list_transform(contacts, lambda i: {'object_type': 'contact', 'object_id': i, 'qualifier': 'about'}),
        list_transform(companies, lambda i: {'object_type': 'company', 'object_id': i, 'qualifier': 'about'}),
        list_transform(deals, lambda i: {'object_type': 'deal', 'object_id': i, 'qualifier': 'about'}),
        list_transform(tickets, lambda i: {'object_type': 'ticket', 'object_id': i, 'qualifier': 'about'})
    )) as objects,
    no_links() as links
from told
left join (select 'owner:' || id as owner_id, label as owner_user from labels where kind = 'owner') as owners
    on owners.owner_id = told.owner
left join actors on actors.actor = coalesce(owner_user, told.owner)
