-- One row per input row and moment in it, at least one per input row: contacts, deals, tickets and companies.
with documents as (
    select
        source_row,
        reason as broken,
        raw,
        split_part(getvariable('table_name')::varchar, ' ', 1) as kind,
        json_transform(doc, '{
            "id": "VARCHAR", "deal_id": "VARCHAR", "ticket_id": "VARCHAR", "contact_id": "VARCHAR",
            "properties": {
                "email": "VARCHAR", "phone": "VARCHAR", "mobilephone": "VARCHAR",
                "hs_additional_emails": "VARCHAR", "hs_google_click_id": "VARCHAR",
                "hs_merged_object_ids": "VARCHAR", "associatedcompanyid": "VARCHAR", "createdate": "VARCHAR",
                "closedate": "VARCHAR", "closed_date": "VARCHAR", "first_agent_reply_date": "VARCHAR"
            },
            "property_email": "VARCHAR", "property_phone": "VARCHAR", "property_mobilephone": "VARCHAR",
            "property_hs_additional_emails": "VARCHAR", "property_hs_google_click_id": "VARCHAR",
            "property_hs_merged_object_ids": "VARCHAR", "property_associatedcompanyid": "VARCHAR",
            "property_createdate": "VARCHAR", "property_closedate": "VARCHAR", "property_closed_date": "VARCHAR",
            "property_first_agent_reply_date": "VARCHAR"
        }') as d,
        json_transform(doc -> '$.properties', '"MAP(VARCHAR, VARCHAR)"') as properties,
        json_transform(doc -> '$.propertiesWithHistory', '"MAP(VARCHAR, JSON)"') as histories,
        list_concat(doc ->> '$.associations.contacts.results[*].id', doc ->> '$.contacts[*]') as contacts,
        list_concat(doc ->> '$.associations.companies.results[*].id', doc ->> '$.companies[*]') as companies,
        list_concat(doc ->> '$.associations.deals.results[*].id', doc ->> '$.deals[*]') as deals
    from records
),

named as (
    select
        * exclude (d, properties, histories),
        cleaned(coalesce(d.deal_id, d.ticket_id, d.id, d.contact_id)) as id,
        object_id('email', coalesce(d.properties.email, d.property_email)) as email,
        cleaned(coalesce(d.properties.phone, d.property_phone)) as phone,
        cleaned(coalesce(d.properties.mobilephone, d.property_mobilephone)) as mobile,
        cleaned(coalesce(d.properties.hs_google_click_id, d.property_hs_google_click_id)) as gclid,
        cleaned(coalesce(d.properties.associatedcompanyid, d.property_associatedcompanyid)) as company,
        string_split(coalesce(d.properties.hs_additional_emails, d.property_hs_additional_emails, ''), ';') as emails,
        string_split(coalesce(d.properties.hs_merged_object_ids, d.property_hs_merged_object_ids, ''), ';') as merged,
        [
            {
                'moment': 'created', 'kind': 'synthetic',
                'written': cleaned(coalesce(d.properties.createdate, d.property_createdate))
            },
            {
                'moment': 'close', 'kind': 'planned', 'written': case when kind = 'deal'
                    then cleaned(coalesce(d.properties.closedate, d.property_closedate)) end
            },
            {
                'moment': 'closed', 'kind': 'synthetic', 'written': case when kind = 'ticket' then cleaned(coalesce(
                    d.properties.closed_date, d.properties.closedate, d.property_closed_date, d.property_closedate
                )) end
            },
            {
                'moment': 'first_agent_reply', 'kind': 'synthetic', 'written': case when kind = 'ticket'
                    then cleaned(coalesce(d.properties.first_agent_reply_date, d.property_first_agent_reply_date)) end
            }
        ] as moments,
        case kind when 'deal' then 'dealstage' when 'ticket' then 'hs_pipeline_stage' end as stage_property,
        -- when a stage was entered and left, by its id
        list_transform(
            list_filter(
                map_entries(properties),
                lambda p: regexp_matches(p.key, '^hs(_v2)?_date_entered_') and cleaned(p.value) is not null
            ),
            lambda p: {
                'stage': regexp_replace(p.key, '^hs(_v2)?_date_entered_', ''), 'entered': cleaned(p.value),
                'exited': cleaned(properties[replace(p.key, 'date_entered', 'date_exited')])
            }
        ) as stages,
        flatten(list_transform(map_entries(histories), lambda h: list_transform(
            json_transform(h.value, '[{
                "value": "VARCHAR", "timestamp": "VARCHAR", "sourceType": "VARCHAR", "sourceId": "VARCHAR",
                "updatedByUserId": "VARCHAR"
            }]'),
            lambda v: {'property': lower(h.key), 'version': v}
        ))) as versions
    from documents
),

listed as (
    select
        * exclude (moments, stages, versions),
        list_filter(list_concat(
            list_transform(moments, lambda m: {
                'written': m.written, 'kind': m.kind, 'property': null::varchar, 'value': null::varchar,
                'activity': kind || '.' || m.moment,
                'id': concat_ws(':', kind, id, m.moment, case when m.moment = 'close' then m.written end),
                'source': null::varchar, 'user_id': null::varchar
            }),
            -- its own history tells the stages better; a stage that was dragged over was never in use
            list_transform(
                list_filter(stages, lambda s: not list_contains(
                    coalesce([v.property for v in versions], []), stage_property
                ) and not coalesce(s.exited = s.entered and len(
                    [o for o in stages if o.entered = s.exited]
                ) > 1, false)),
                lambda s: {
                    'written': s.entered, 'kind': 'synthetic', 'property': stage_property, 'value': s.stage,
                    'activity': hubspot_activity(kind, stage_property, s.stage),
                    'id': null::varchar, 'source': null::varchar, 'user_id': null::varchar
                }
            ),
            list_transform(versions, lambda v: {
                'written': cleaned(v.version."timestamp"), 'kind': 'occurred', 'property': v.property,
                'value': cleaned(v.version.value),
                'activity': hubspot_activity(kind, v.property, cleaned(v.version.value)), 'id': null::varchar,
                'source': cleaned(v.version.sourcetype),
                'user_id': hubspot_user(v.version.sourceid, v.version.updatedbyuserid)
            })
        ), lambda e: e.written is not null) as parts
    from named
),

judged as (
    select
        *,
        list_filter(parts, lambda e: landed_instant(e.written) is null)[1].written as unread,
        case
            when broken is not null then broken
            when id is null then 'missing_id'
            when len(list_filter(parts, lambda e: landed_instant(e.written) is null)) > 0 then 'bad_timestamp'
        end as reason
    from listed
),

told as (
    select
        * exclude (parts),
        generate_subscripts(case when reason is null and len(parts) > 0 then parts else [null] end, 1) as place,
        unnest(case when reason is null and len(parts) > 0 then parts else [null] end) as e
    from judged
)

select
    source_row,
    case when e.activity is null then 0 else place end as part,
    reason,
    unread as found,
    raw,
    false as skipped,
    case
        when e.property is null then e.id
        else hubspot_change(told.kind, told.id, e.property, e.value, landed_instant(e.written))
    end as event_id,
    e.activity as activity,
    landed_instant(e.written) as "timestamp",
    e.kind as timestamp_kind,
    landed_precision(e.written) as timestamp_precision,
    case when e.property is null then 'unknown' else hubspot_actor_kind(e.source, e.user_id) end as actor_kind,
    e.user_id as actor,
    actors.role as role,
    'crm' as channel,
    case when e.property is not null then false end as public,
    as_attributes([
        kept_entry('value', to_json(e.value)), kept_entry('label', to_json(label)),
        kept_entry('source', to_json(e.source))
    ]) as attributes,
    touched([{'object_type': told.kind, 'object_id': told.id, 'qualifier': 'subject'}]) as objects,
    -- all parts of a row would say them again: the first does
    case when place = 1 then stated(list_concat(
        case when told.kind = 'contact' then list_concat([
            link('contact', told.id, 'email', email, 'same', null),
            link('contact', told.id, 'phone', phone, 'same', null),
            link('contact', told.id, 'phone', mobile, 'same', null),
            link('contact', told.id, 'gclid', gclid, 'same', null),
            link('contact', told.id, 'company', company, 'of', null)
        ], list_transform(emails, lambda m: link('contact', told.id, 'email', object_id('email', m), 'same', null))) end,
        list_transform(merged, lambda m: link(
            told.kind, cleaned(m), told.kind, told.id, case told.kind when 'contact' then 'same' else 'merged' end, null
        )),
        case when told.kind in ('deal', 'ticket') then list_transform(
            contacts, lambda m: link(told.kind, told.id, 'contact', cleaned(m), 'of', null)
        ) end,
        case when told.kind <> 'company' then list_transform(
            companies, lambda m: link(told.kind, told.id, 'company', cleaned(m), 'of', null)
        ) end,
        case when told.kind = 'ticket' then list_transform(
            deals, lambda m: link('ticket', told.id, 'deal', cleaned(m), 'of', null)
        ) end
    )) end as links
from told
left join actors on actors.actor = told.e.user_id
left join (select kind as labelled, id as label_id, label from labels) as names
    on names.labelled = told.kind || '.' || told.e.property and names.label_id = told.e.value
