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
),

-- taken out once each: cleaning names a text three times
cells as (
    select
        source_row, reason, raw, kept,
        cell[1] as written, cell[2] as own_id, cell[3] as activity, cell[4] as actor, cell[5] as actor_kind,
        cell[6] as role, cell[7] as channel, cell[8] as public, cell[9] as sequence,
        cell[10:9 + len(getvariable('object_paths'))] as objects,
        cell[10 + len(getvariable('object_paths')):] as attributes
    from found
)

select
    source_row,
    reason as broken,
    raw as line,
    null::varchar as cells,
    cleaned(written) as written,
    cleaned(own_id) as own_id,
    cleaned(activity) as activity,
    cleaned(actor) as actor,
    cleaned(actor_kind) as actor_kind,
    cleaned(role) as role,
    cleaned(channel) as channel,
    cleaned(public) as public,
    cleaned(sequence) as sequence,
    [object_id(getvariable('object_types')[i], text) for text, i in objects] as ids,
    attributes,
    [getvariable('kept_keys')[i] || nullif(value, 'null') for value, i in kept] as kept_entries
from cells;
