-- One row per row of a file with declared columns: what stands in them.
create or replace temp view declared as
with plain as (
    select
        source_row,
        reason as broken,
        line,
        cells,
        doc,
        plain_at(cells, doc, 1) as written,
        plain_at(cells, doc, 2) as own_id,
        plain_at(cells, doc, 3) as activity,
        plain_at(cells, doc, 4) as actor,
        plain_at(cells, doc, 5) as actor_kind,
        plain_at(cells, doc, 6) as role,
        plain_at(cells, doc, 7) as channel,
        plain_at(cells, doc, 8) as public,
        plain_at(cells, doc, 9) as sequence,
        ids_of(cells, doc) as ids
    from opened
)

select
    *,
    -- what tells events without an id of their own apart
    case when own_id is null then attributes_of(cells, doc) end as attributes,
    entries_of(cells, doc) as kept_entries
from plain;
