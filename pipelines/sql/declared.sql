-- One row per input row, one event each: the columns that project.yaml declares.
with cells as (
    select
        source_row,
        reason as broken,
        raw,
        doc,
        json_extract_string(doc, getvariable('paths')) as cell,
        [
            object_id(getvariable('object_types')[i], text)
            for text, i in json_extract_string(doc, getvariable('object_paths'))
        ] as ids,
        json_extract_string(doc, getvariable('attribute_paths')) as written_attributes
    from records
),

named as (
    select
        *,
        cleaned(cell[1]) as written,
        cleaned(cell[2]) as own_id,
        cleaned(cell[3]) as activity,
        [cleaned(c) for c in cell[3:]] as contents,
        coalesce(cleaned(cell[5]), getvariable('defaults')[2]) as actor_kind
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
            when len([id for id in ids if id is not null]) = 0 then 'missing_id'
            when activity is null then 'missing_activity'
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
    false as skipped,
    coalesce(own_id, md5(to_json(
        list_concat([epoch_us(happened)::varchar], contents, ids, written_attributes)
    )::varchar)) as event_id,
    activity,
    happened as "timestamp",
    clock_flag(written) as timestamp_flag,
    coalesce(getvariable('precision')::varchar, precision_of(written)) as timestamp_precision,
    try_cast(cleaned(cell[9]) as bigint) as sequence,
    case
        when actor_kind in ('customer', 'person', 'system', 'partner') then actor_kind else 'unknown'
    end as actor_kind,
    coalesce(cleaned(cell[4]), getvariable('defaults')[1]) as actor,
    coalesce(cleaned(cell[6]), getvariable('defaults')[3]) as role,
    coalesce(cleaned(cell[7]), getvariable('defaults')[4]) as channel,
    try_cast(coalesce(cleaned(cell[8]), getvariable('defaults')[5]) as boolean) as public,
    as_attributes([
        getvariable('kept_keys')[i] || value
        for value, i in json_extract(doc, getvariable('kept_paths'))::varchar[]
        if value <> 'null'
    ]) as attributes,
    touched([
        {'object_type': getvariable('object_types')[i], 'object_id': id, 'qualifier': 'subject'}
        for id, i in ids
    ]) as objects,
    stated([
        link(l.from_type, ids[l.from_place], l.to_type, ids[l.to_place], l.qualifier, null)
        for l in getvariable('links')
    ]) as links
from judged
