-- One value per call: what stands in a declared column of a row. `spot` says where, as pipelines/declared_cells.py has it.
-- places and paths are known when a statement is made: what cannot be, is left out of it
create or replace temp macro cell(cells, spot) as struct_extract_at(cells, greatest(coalesce(spot.place, 1), 1))::varchar;

create or replace temp macro text_at(cells, doc, spot) as
    case
        when spot is null then null
        when spot.place = 0 then json_extract_string(doc, spot.rest)
        when spot.rest is null then cell(cells, spot)
        else json_extract_string(cell(cells, spot), spot.rest)
    end;

create or replace temp macro json_at(cells, doc, spot) as
    case
        when getvariable('shape') is null then to_json(cell(cells, spot))::varchar
        when spot.place = 0 then nullif(json_extract(doc, spot.rest)::varchar, 'null')
        when spot.rest = '$' then nullif(cell(cells, spot), 'null')
        else nullif(json_extract(cell(cells, spot), spot.rest)::varchar, 'null')
    end;

create or replace temp macro plain_at(cells, doc, n) as cleaned(text_at(cells, doc, getvariable('plain_cells')[n]));

create or replace temp macro id_at(cells, doc, n) as
    object_id(getvariable('object_types')[n], text_at(cells, doc, getvariable('object_cells')[n]));

create or replace temp macro object_at(ids, n) as
    {'object_type': getvariable('object_types')[n], 'object_id': ids[n], 'qualifier': 'subject'};

create or replace temp macro attribute_at(cells, doc, n) as text_at(cells, doc, getvariable('attribute_cells')[n]);

create or replace temp macro kept_at(cells, doc, n) as
    getvariable('kept_keys')[n] || json_at(cells, doc, getvariable('kept_cells')[n]);
