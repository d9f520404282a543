-- One row per forgotten name that a staged file touches: kind and id as they stand in it.
with touched as (
    select unnest(objects) as o
    from staged_rows(getvariable('staged'))
),

linked as (
    select unnest(links) as l
    from staged_rows(getvariable('staged'))
),

named as (
    select o.object_type as kind, o.object_id as id from touched
    union
    select l.from_type as kind, l.from_id as id from linked
    union
    select l.to_type as kind, l.to_id as id from linked
    union
    select 'actor' as kind, actor as id from staged_rows(getvariable('staged'))
)

select distinct kind || chr(31) || as_compared(kind, id) as name
from named
where id is not null and list_contains(getvariable('tombstones'), tombstone(kind, id))
