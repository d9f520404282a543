-- One row per staged event that is new becomes an event; links, objects and the manifest with it.
create or replace temp table not_new as
select source_row, part
from read_parquet(getvariable('repeats'))
where file_no = getvariable('file_no')
union
select s.source_row, s.part
from read_parquet(getvariable('staged')) as s
semi join (select event_id from events where source = getvariable('source')) as e on s.event_id = e.event_id;

create or replace temp view fresh as
select s.*
from read_parquet(getvariable('staged')) as s
anti join not_new as n on s.source_row = n.source_row and s.part = n.part;

insert into events
select
    event_id,
    getvariable('source') as source,
    activity,
    "timestamp",
    'occurred' as timestamp_kind,
    timestamp_precision,
    sequence,
    actor_kind,
    actor,
    role,
    channel,
    public,
    attributes::json as attributes,
    getvariable('source_file') as source_file,
    source_row,
    getvariable('load_id') as load_id
from fresh
where event_id is not null;

insert into event_objects
select event_id, o.object_type, o.object_id, o.qualifier
from (
    select event_id, unnest(objects) as o
    from fresh
    where event_id is not null
);

create or replace temp table new_links as
with links as (
    select source_row, unnest(links) as l
    from fresh
)

select
    l.from_type as from_type, l.from_id as from_id, l.to_type as to_type, l.to_id as to_id,
    l.qualifier as qualifier, l.linked_at as linked_at, min(source_row) as source_row
from links
where not exists (
    select 1
    from object_links as k
    where k.source = getvariable('source')
        and k.from_type = l.from_type and k.from_id = l.from_id
        and k.to_type = l.to_type and k.to_id = l.to_id
        and k.qualifier = l.qualifier and k.linked_at is not distinct from l.linked_at
)
group by all;

insert into object_links
select
    getvariable('source') as source, from_type, from_id, to_type, to_id, qualifier, linked_at,
    getvariable('load_id') as load_id
from new_links;

create or replace temp table outcomes as
select
    s.source_row,
    case
        when bool_or(s.reason is not null) then 'quarantined'
        when bool_or(l.source_row is not null) then 'loaded'
        when bool_or(n.source_row is null and s.event_id is not null) then 'loaded'
        when bool_or(n.source_row is null and s.equal_row is not null and coalesce(len(s.links), 0) = 0)
            then 'loaded'
        else 'duplicate'
    end as outcome
from read_parquet(getvariable('staged')) as s
left join not_new as n on s.source_row = n.source_row and s.part = n.part
left join (select distinct source_row from new_links) as l on s.source_row = l.source_row
group by s.source_row;

insert into loads
with events_of_file as (
    select count(s.event_id) as staged, min(s."timestamp") as first_event, max(s."timestamp") as last_event
    from read_parquet(getvariable('staged')) as s
    where s.event_id is not null
),

new_events as (
    select count(event_id) as events
    from fresh
)

select
    getvariable('load_id') as load_id,
    getvariable('source') as source,
    getvariable('source_file') as source_file,
    getvariable('sha256') as file_sha256,
    coalesce((select b.loaded_at from loaded_before as b where b.load_id = getvariable('load_id')), getvariable('now'))
        as loaded_at,
    getvariable('rows_read')::bigint as rows_read,
    (select events from new_events) as events_loaded,
    e.staged - (select events from new_events) as events_duplicate,
    (select count(*) from outcomes where outcome = 'loaded') as rows_loaded,
    (select count(*) from outcomes where outcome = 'duplicate') as rows_duplicate,
    (select count(*) from outcomes where outcome = 'quarantined') as rows_quarantined,
    e.first_event,
    e.last_event
from events_of_file as e;
