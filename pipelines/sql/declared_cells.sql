-- One row per row of a CSV file with declared columns: what stands in them, without a detour over JSON.
create or replace temp macro cell(cells, name) as
    case when name is not null then struct_extract(cells, coalesce(name, getvariable('named')[1])) end;

create or replace temp view declared as
select
    source_row,
    reason as broken,
    null::varchar as line,
    cells,
    cleaned(cell(cells, getvariable('named')[1])) as written,
    cleaned(cell(cells, getvariable('named')[2])) as own_id,
    cleaned(cell(cells, getvariable('named')[3])) as activity,
    cleaned(cell(cells, getvariable('named')[4])) as actor,
    cleaned(cell(cells, getvariable('named')[5])) as actor_kind,
    cleaned(cell(cells, getvariable('named')[6])) as role,
    cleaned(cell(cells, getvariable('named')[7])) as channel,
    cleaned(cell(cells, getvariable('named')[8])) as public,
    cleaned(cell(cells, getvariable('named')[9])) as sequence,
    [
        object_id(getvariable('object_types')[i], text)
        for text, i in list_select(listed, getvariable('object_places'))
    ] as ids,
    list_select(listed, getvariable('attribute_places')) as attributes,
    [
        getvariable('kept_keys')[i] || to_json(text)::varchar
        for text, i in list_select(listed, getvariable('kept_places'))
    ] as kept_entries
from records;
