-- One value per call: what every format reads the same way. Settings come as variables (set variable).
-- most texts begin and end with something visible: a comparison tells it five times faster than trim does
create or replace temp macro cleaned(text) as
    case
        when text >= '!' and text[-1] >= '!' then text
        else nullif(trim(text, chr(32) || chr(9) || chr(10) || chr(13)), '')
    end;

create or replace temp macro object_id(object_type, text) as
    case when object_type = 'email' then lower(cleaned(text)) else cleaned(text) end;

create or replace temp macro touched(objects) as
    list_filter(objects, lambda o: o.object_id is not null);

create or replace temp macro stated(links) as
    list_filter(links, lambda l: l.from_id is not null and l.to_id is not null);

create or replace temp macro link(from_type, from_id, to_type, to_id, qualifier, linked_at) as
    {
        'from_type': from_type::varchar, 'from_id': from_id::varchar, 'to_type': to_type::varchar,
        'to_id': to_id::varchar, 'qualifier': qualifier::varchar, 'linked_at': linked_at::timestamptz
    };

create or replace temp macro no_links() as
    null::struct(
        from_type varchar, from_id varchar, to_type varchar, to_id varchar,
        qualifier varchar, linked_at timestamptz
    )[];

create or replace temp macro kept_entry(name, json_text) as
    case
        when list_contains(getvariable('kept'), name) and json_text::varchar <> 'null'
            then to_json(name)::varchar || ':' || json_text::varchar
    end;

create or replace temp macro scalar(json_text) as
    case when json_text <> 'null' and json_text[1] not in ('{', '[') then json_text end;

-- the keys and values of a JSON object; a key that stands twice counts once
create or replace temp macro entries_of(document) as coalesce(
    map_entries(try_cast(document as map(varchar, json))),
    list_transform(list_sort(list_distinct(json_keys(document))), lambda k: {
        'key': k, 'value': json_extract(document, '/' || replace(replace(k, '~', '~0'), '/', '~1'))
    })
);

-- the rows of a page of an API's answer: what stands in the lists under the keys of the format
create or replace temp macro rows_of_page(document) as case
    when json_extract(document, '$.id') is null then flatten(nullif(list_filter(
        list_transform(
            getvariable('pages'),
            lambda k: case
                when json_type(document, '/' || k) = 'ARRAY' then from_json(json_extract(document, '/' || k), '["JSON"]')
            end
        ),
        lambda rows: rows is not null
    ), []))
end;

create or replace temp macro as_attributes(entries) as
    nullif('{' || array_to_string(entries, ',') || '}', '{}');

-- the path alone: without scheme and host, query and fragment
create or replace temp macro path_of(url) as
    nullif(regexp_extract(url, '^(?:[a-zA-Z]+://[^/?#]*)?([^?#]*)', 1), '');

create or replace temp macro epoch_instant(text) as
    case
        when regexp_full_match(text, '\d{11,14}(\.0+)?')
            then plausible(make_timestamptz(try_cast(try_cast(text as double) as bigint) * 1000))
    end;

-- what a connector landed without a zone is UTC, whatever zone the source declares
create or replace temp macro landed_instant(text) as
    plausible(coalesce(
        epoch_instant(text),
        case when has_zone(text) then try_cast(text as timestamptz) else timezone('UTC', try_cast(text as timestamp)) end
    ));

-- 15 and 18 characters are one record: the last 3 only say which letters of the 15 are capitals
create or replace temp macro salesforce_id(text) as
    case when length(cleaned(text)) = 18 then left(cleaned(text), 15) else cleaned(text) end;

-- the first three characters of an id say what it is the id of
create or replace temp macro salesforce_type(id) as
    case left(id, 3)
        when '001' then 'account' when '003' then 'contact' when '00Q' then 'lead' when '005' then 'user'
        when '006' then 'opportunity' when '500' then 'crm_case' when '701' then 'campaign'
        when '801' then 'order'
        else 'record'
    end;

create or replace temp macro epoch_seconds(text) as
    case
        when regexp_full_match(text, '\d{1,10}')
            then plausible(make_timestamptz(try_cast(text as bigint) * 1000000))
    end;

create or replace temp macro landed_precision(text) as
    case
        when not regexp_full_match(text, '\d{11,14}(\.0+)?') then precision_of(text)
        when regexp_matches(text, '000(\.0+)?$') then 's'
        else 'ms'
    end;

-- HubSpot tells one change in several tables: the same property, value and second is the same change
create or replace temp macro hubspot_change(subject, object_id, property, value, moment) as
    md5(to_json([subject, object_id, property, value, (epoch_us(moment) // 1000000)::varchar])::varchar);

create or replace temp macro hubspot_activity(subject, property, value) as
    subject || '.' || case
        when value is null then property
        when subject = 'deal' and property = 'dealstage' then 'stage:' || value
        when subject = 'ticket' and property = 'hs_pipeline_stage' then 'stage:' || value
        when property in ('pipeline', 'hs_pipeline', 'lifecyclestage', 'hs_lead_status', 'hs_ticket_priority')
            then property || ':' || value
        else property
    end;

-- who a change is of: a form is filled in by a customer, a user of HubSpot is a person, most others are programs
create or replace temp macro hubspot_actor_kind(change_source, user_id) as
    case
        when upper(trim(change_source)) in ('FORM', 'FORMS', 'MEETINGS') then 'customer'
        when regexp_matches(
            upper(trim(change_source)),
            'CALCULATED|AUTOMATION|WORKFLOW|API|INTEGRATION|IMPORT|MIGRATION|ASSOCIATIONS|ANALYTICS|SYNC|BACKGROUND'
        ) then 'system'
        when user_id is not null then 'person'
        when upper(trim(change_source)) in (
            'CRM_UI', 'CRM_UI_BULK_ACTION', 'CONTACTS', 'SALES', 'EXTENSION', 'BCC_TO_CRM', 'MOBILE_IOS',
            'MOBILE_ANDROID', 'CONVERSATIONS'
        ) then 'person'
        else 'unknown'
    end;

-- userId:12282590 as 12282590
create or replace temp macro hubspot_user(source_id, user_id) as
    coalesce(cleaned(user_id), nullif(regexp_extract(source_id, '^\s*userId:(\d+)', 1), ''));

-- a request that a web server logged, as an event; what it lacks, or whose doing it was, is the reason
create or replace temp macro request_fault(r) as
    case
        when r.address is null or r.method is null or r.path is null then 'malformed_line'
        when r.happened is null then time_fault(r.written, r.happened)
        when regexp_matches(r.agent, getvariable('bots'), 'i') then 'bot'
        when regexp_matches(r.path, getvariable('static'), 'i') then 'static_file'
        when regexp_matches(r.path, getvariable('probes'), 'i') then 'probe'
    end;

create or replace temp macro daily_visitor(r) as
    md5(to_json([r.address, r.agent, strftime(timezone('UTC', r.happened), '%Y-%m-%d')])::varchar);

create or replace temp macro request_found(r, reason) as
    case reason
        when 'bad_timestamp' then r.written
        when 'naive_timestamp' then r.written
        when 'bot' then r.agent
        when 'static_file' then r.path
        when 'probe' then r.path
    end;

create or replace temp macro request_event(r) as
    {
        'source_row': r.source_row, 'part': 1, 'reason': request_fault(r),
        'found': request_found(r, request_fault(r)), 'raw': r.raw, 'skipped': false,
        'event_id': coalesce(r.own_id, md5(cleaned(r.raw))), 'activity': 'page',
        'timestamp': r.happened, 'timestamp_precision': 's', 'sequence': null::bigint,
        'actor_kind': 'customer', 'actor': coalesce(r.person, daily_visitor(r)), 'role': null::varchar,
        'channel': 'web', 'public': null::boolean,
        'attributes': as_attributes([
            kept_entry('path', to_json(r.path)),
            kept_entry('method', to_json(r.method)),
            kept_entry('status', to_json(r.status)),
            kept_entry('referrer', to_json(r.referrer)),
            kept_entry('agent', to_json(r.agent))
        ]),
        'objects': touched([
            {'object_type': 'user', 'object_id': r.person, 'qualifier': 'subject'},
            {'object_type': 'anonymous', 'object_id': daily_visitor(r), 'qualifier': 'subject'}
        ]),
        'links': no_links()
    };
