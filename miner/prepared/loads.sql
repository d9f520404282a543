-- One row per load in load_states: what the warehouse holds of it.
create or replace temp table load_states as
with held as (
    select
        load_id,
        count(*) as events,
        count(*) filter (where timestamp_kind = 'planned') as planned
    from events
    group by load_id
),

linked as (
    select
        load_id,
        count(*) as links
    from object_links
    group by load_id
),

told as (
    select
        load_id,
        md5(string_agg(row, chr(10) order by row)) as manifest
    from (select loads.load_id, to_json(loads)::varchar as row from loads)
    group by load_id
)

select
    load_id,
    coalesce(held.events, 0) as events,
    coalesce(held.planned, 0) as planned,
    coalesce(linked.links, 0) as links,
    told.manifest
from held
full join linked using (load_id)
full join told using (load_id);
