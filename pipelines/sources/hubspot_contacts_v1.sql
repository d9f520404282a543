-- One row per input row and moment in it, at least one per input row: contacts of the old API, with epoch times.
with documents as (
    select
        source_row,
        reason as broken,
        raw,
        cleaned(coalesce(doc ->> '$.canonical-vid', doc ->> '$.vid')) as id,
        cleaned(doc ->> '$.vid') as vid,
        object_id('email', doc ->> '$.properties.email.value') as email,
        cleaned(doc ->> '$.properties.phone.value') as phone,
        cleaned(doc ->> '$.properties.hs_google_click_id.value') as gclid,
        doc ->> '$.merged-vids[*]' as merged,
        flatten(list_transform(
            map_entries(json_transform(doc -> '$.properties', '"MAP(VARCHAR, JSON)"')),
            lambda p: list_transform(
                json_transform(p.value -> '$.versions', '[{
                    "value": "VARCHAR", "timestamp": "VARCHAR", "source-type": "VARCHAR", "source-id": "VARCHAR"
                }]'),
                lambda v: {
                    'property': lower(p.key), 'value': cleaned(v.value), 'written': cleaned(v."timestamp"),
                    'source': v."source-type", 'user_id': hubspot_user(v."source-id", null), 'conversion': null,
                    'form': null, 'url': null
                }
            )
        )) as versions,
        list_transform(
            json_transform(doc -> '$.form-submissions', '[{
                "conversion-id": "VARCHAR", "timestamp": "VARCHAR", "form-id": "VARCHAR", "page-url": "VARCHAR"
            }]'),
            lambda f: {
                'property': null::varchar, 'value': null::varchar, 'written': cleaned(f."timestamp"),
                'source': 'FORM', 'user_id': null::varchar, 'conversion': cleaned(f."conversion-id"),
                'form': cleaned(f."form-id"), 'url': f."page-url"
            }
        ) as forms
    from records
),

judged as (
    select
        *,
        list_concat(coalesce(versions, []), coalesce(forms, [])) as parts,
        case
            when broken is not null then broken
            when id is null then 'missing_id'
            when len(list_filter(
                list_concat(coalesce(versions, []), coalesce(forms, [])),
                lambda e: landed_instant(e.written) is null
            )) > 0 then 'bad_timestamp'
        end as reason
    from documents
),

told as (
    select
        * exclude (parts, versions, forms),
        generate_subscripts(case when reason is null and len(parts) > 0 then parts else [null] end, 1) as place,
        unnest(case when reason is null and len(parts) > 0 then parts else [null] end) as e
    from judged
)

select
    source_row,
    place as part,
    reason,
    raw,
    false as skipped,
    case
        when e.property is not null
            then hubspot_change('contact', told.id, e.property, e.value, landed_instant(e.written))
        when e.written is not null then coalesce(
            'conversion:' || e.conversion, md5(to_json(['form', told.id, e.form, e.written])::varchar)
        )
    end as event_id,
    case when e.property is null then 'form.submitted' else hubspot_activity('contact', e.property, e.value) end
        as activity,
    landed_instant(e.written) as "timestamp",
    landed_precision(e.written) as timestamp_precision,
    hubspot_actor_kind(e.source, e.user_id) as actor_kind,
    e.user_id as actor,
    actors.role as role,
    case when e.property is null then 'web' else 'crm' end as channel,
    e.property is null as public,
    as_attributes([
        kept_entry('value', to_json(e.value)), kept_entry('source', to_json(e.source)),
        kept_entry('path', to_json(path_of(e.url)))
    ]) as attributes,
    touched([
        {'object_type': 'contact', 'object_id': told.id, 'qualifier': 'subject'},
        {'object_type': 'form', 'object_id': e.form, 'qualifier': 'place'}
    ]) as objects,
    case when place = 1 then stated(list_concat(
        [
            link('contact', told.id, 'email', email, 'same', null),
            link('contact', told.id, 'phone', phone, 'same', null),
            link('contact', told.id, 'gclid', gclid, 'same', null),
            link('contact', case when vid <> told.id then vid end, 'contact', told.id, 'same', null)
        ],
        list_transform(merged, lambda m: link('contact', case when m <> told.id then m end, 'contact', told.id, 'same', null))
    )) end as links
from told
left join actors on actors.actor = told.e.user_id
