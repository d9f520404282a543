-- One row per input row: an event with its objects, or an object with the objects that it belongs to.
with documents as (
    select
        source_row,
        reason as broken,
        raw,
        doc,
        json_transform(doc, '{
            "id": "VARCHAR", "type": "VARCHAR", "time": "VARCHAR", "object": "VARCHAR",
            "objects": [{"id": "VARCHAR", "type": "VARCHAR", "qualifier": "VARCHAR"}],
            "links": [{"id": "VARCHAR", "type": "VARCHAR", "qualifier": "VARCHAR"}]
        }') as d
    from records
),

told as (
    select
        *,
        d.object is null as is_event,
        cleaned(d.time) as written,
        instant(cleaned(d.time)) as happened,
        touched([
            {
                'object_type': cleaned(o.type),
                'object_id': case when cleaned(o.type) is not null then object_id(cleaned(o.type), o.id) end,
                'qualifier': coalesce(cleaned(o.qualifier), 'subject')
            }
            for o in d.objects
        ]) as objects
    from documents
),

judged as (
    select
        *,
        case
            when broken is not null then broken
            when not is_event then null
            when cleaned(d.type) is null then 'missing_activity'
            when cleaned(d.id) is null then 'missing_id'
            when len(objects) = 0 then 'no_objects'
            else time_fault(written, happened)
        end as reason,
        doc -> '$.properties' as named
    from told
)

select
    source_row,
    1 as part,
    reason,
    case when is_time_fault(reason) then written end as found,
    raw,
    false as skipped,
    case when is_event then cleaned(d.id) end as event_id,
    cleaned(d.type) as activity,
    happened as "timestamp",
    precision_of(written) as timestamp_precision,
    'unknown' as actor_kind,
    cleaned(coalesce(named ->> '$.actor', named ->> '$.resource', named ->> '$."org:resource"')) as actor,
    cleaned(coalesce(named ->> '$.role', named ->> '$."org:role"')) as role,
    cleaned(named ->> '$.channel') as channel,
    as_attributes([
        getvariable('kept_keys')[i] || value
        for value, i in json_extract(doc, getvariable('kept_paths'))::varchar[]
        if value <> 'null'
    ]) as attributes,
    case when is_event then objects end as objects,
    case
        when not is_event then stated([
            link(
                cleaned(d.type), object_id(cleaned(d.type), d.object), cleaned(l.type), object_id(cleaned(l.type), l.id),
                lower(cleaned(l.qualifier)), null
            )
            for l in d.links
            if lower(cleaned(l.qualifier)) in ('same', 'of', 'merged', 'follows')
        ])
    end as links
from judged
