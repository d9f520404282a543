-- One row per row of a file with declared keys: what stands under them in the row as a JSON object.
create or replace temp view declared as
with found as (
    select
        source_row,
        reason,
        raw,
        json_extract_string(doc, list_concat(
            getvariable('paths'), getvariable('object_paths'), getvariable('attribute_paths')
        )) as cell,
        json_extract(doc, getvariable('kept_paths'))::varchar[] as kept
    from records
)

select
    source_row,
    reason as broken,
    raw as line,
    null::varchar as cells,
    cleaned(cell[1]) as written,
    cleaned(cell[2]) as own_id,
    cleaned(cell[3]) as activity,
    cleaned(cell[4]) as actor,
    cleaned(cell[5]) as actor_kind,
    cleaned(cell[6]) as role,
    cleaned(cell[7]) as channel,
    cleaned(cell[8]) as public,
    cleaned(cell[9]) as sequence,
    [
        object_id(getvariable('object_types')[i], text)
        for text, i in cell[10:9 + len(getvariable('object_paths'))]
    ] as ids,
    cell[10 + len(getvariable('object_paths')):] as attributes,
    [getvariable('kept_keys')[i] || nullif(value, 'null') for value, i in kept] as kept_entries
from found;
