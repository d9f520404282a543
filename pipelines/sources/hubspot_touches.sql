-- One row per input row: a form that a contact filled in, or a list that a contact came onto.
with documents as (
    select
        source_row,
        reason as broken,
        raw,
        getvariable('table_name')::varchar = 'contact_form_submission' as is_form,
        json_transform(doc, '{
            "contact_id": "VARCHAR", "form_id": "VARCHAR", "conversion_id": "VARCHAR", "timestamp": "VARCHAR",
            "page_url": "VARCHAR", "contact_list_id": "VARCHAR", "added_at": "VARCHAR"
        }') as d
    from records
),

named as (
    select
        source_row,
        broken,
        raw,
        is_form,
        cleaned(d.contact_id) as contact,
        cleaned(case when is_form then d.form_id else d.contact_list_id end) as place,
        cleaned(d.conversion_id) as conversion,
        path_of(cleaned(d.page_url)) as path,
        cleaned(case when is_form then d."timestamp" else d.added_at end) as written,
        landed_instant(cleaned(case when is_form then d."timestamp" else d.added_at end)) as happened
    from documents
),

judged as (
    select
        *,
        case
            when broken is not null then broken
            when contact is null or place is null then 'missing_id'
            when happened is null then 'bad_timestamp'
        end as reason
    from named
)

select
    source_row,
    1 as part,
    reason,
    case when reason = 'bad_timestamp' then written end as found,
    raw,
    false as skipped,
    coalesce(
        'conversion:' || conversion,
        md5(to_json([is_form::varchar, contact, place, epoch_us(happened)::varchar])::varchar)
    ) as event_id,
    case when is_form then 'form.submitted' else 'list.added' end as activity,
    happened as "timestamp",
    landed_precision(written) as timestamp_precision,
    case when is_form then 'customer' else 'unknown' end as actor_kind,
    case when is_form then 'web' else 'crm' end as channel,
    is_form as public,
    as_attributes([kept_entry('path', to_json(path))]) as attributes,
    touched([
        {'object_type': 'contact', 'object_id': contact, 'qualifier': 'subject'},
        {'object_type': case when is_form then 'form' else 'list' end, 'object_id': place, 'qualifier': 'place'}
    ]) as objects,
    no_links() as links
from judged
