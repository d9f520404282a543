-- One row per staged event that is new becomes an event; objects, links and the manifest come with it.
-- what repeats another row of this load is in `repeats` already
create or replace temp table not_new as
with repeated as (
    select file_no, source_row, part, differs
    from read_parquet(getvariable('repeats'))
    union all
    select s.file_no, s.source_row, s.part, k.content is distinct from {
        'activity': s.activity, 'at': s."timestamp", 'precision': s.timestamp_precision,
        'sequence': s.sequence, 'actor_kind': s.actor_kind, 'actor': s.actor, 'role': s.role,
        'channel': s.channel, 'public': s.public, 'attributes': s.attributes
    } as differs
    from staged as s
    inner join (
        select event_id, {
            'activity': activity, 'at': "timestamp", 'precision': timestamp_precision,
            'sequence': sequence, 'actor_kind': actor_kind, 'actor': actor, 'role': role,
            'channel': channel, 'public': public, 'attributes': attributes::varchar
        } as content
        from events
        where load_id in (
            select loads.load_id
            from loads
            where loads.source = getvariable('source')
                and not list_contains(getvariable('staged_loads'), loads.load_id)
        )
    ) as k on s.event_id = k.event_id
)

select file_no, source_row, part, bool_or(differs) as differs
from repeated
group by file_no, source_row, part;

create or replace temp view fresh as
select s.*
from staged as s
anti join not_new as n on s.file_no = n.file_no and s.source_row = n.source_row and s.part = n.part;

insert into events by name
select
    event_id,
    getvariable('source') as source,
    activity,
    "timestamp",
    coalesce(timestamp_kind, 'occurred') as timestamp_kind,
    timestamp_precision,
    timestamp_flag,
    sequence,
    actor_kind,
    actor,
    role,
    channel,
    public,
    attributes::json as attributes,
    source_file,
    source_row,
    load_id
from fresh
where event_id is not null;

insert into event_objects by name
select event_id, o.object_type, o.object_id, o.qualifier
from (
    select event_id, unnest(objects) as o
    from fresh
    where event_id is not null
);

create or replace temp table new_links as
with links as (
    select file_no, source_row, unnest(links) as l
    from fresh
    where links is not null
)

select
    l.from_type as from_type, l.from_id as from_id, l.to_type as to_type, l.to_id as to_id,
    l.qualifier as qualifier, l.linked_at as linked_at,
    min({'file_no': file_no, 'source_row': source_row}) as stated
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

insert into object_links by name
select
    getvariable('source') as source, from_type, from_id, to_type, to_id, qualifier, linked_at, c.load_id
from new_links as l
inner join committing as c on l.stated.file_no = c.file_no;

-- how good an end each staged row alone gives its input row: loaded, duplicate; a fault beats all
create or replace temp view ends as
select
    s.file_no,
    s.source_row,
    c.is_one_each,
    case
        when s.reason is not null then 3
        when l.source_row is not null then 2
        when n.source_row is null and s.event_id is not null then 2
        when n.source_row is null and s.equal_row is not null and coalesce(len(s.links), 0) = 0 then 2
        else 1
    end as worth,
    (s.event_id is not null and n.source_row is null)::bigint as new_events,
    (s.event_id is not null and n.source_row is not null)::bigint as duplicate_events,
    (s.event_id is not null and coalesce(n.differs, false))::bigint as conflicting_events,
    case when s.event_id is not null then s."timestamp" end as first_event,
    case when s.event_id is not null then s."timestamp" end as last_event
from staged as s
inner join committing as c on s.file_no = c.file_no
left join not_new as n on s.file_no = n.file_no and s.source_row = n.source_row and s.part = n.part
left join (
    select distinct stated.file_no as file_no, stated.source_row as source_row
    from new_links
) as l on s.file_no = l.file_no and s.source_row = l.source_row;

insert into loads by name
with outcomes as (
    select * exclude (source_row, is_one_each)
    from ends
    where is_one_each
    union all by name
    select
        file_no,
        max(worth) as worth,
        sum(new_events)::bigint as new_events,
        sum(duplicate_events)::bigint as duplicate_events,
        sum(conflicting_events)::bigint as conflicting_events,
        min(first_event) as first_event,
        max(last_event) as last_event
    from ends
    where not is_one_each
    group by file_no, source_row
),

counts as (
    select
        file_no,
        sum(new_events)::bigint as events_loaded,
        sum(duplicate_events)::bigint as events_duplicate,
        sum(conflicting_events)::bigint as events_conflicting,
        count(*) filter (where worth = 2) as rows_loaded,
        count(*) filter (where worth = 1) as rows_duplicate,
        count(*) filter (where worth = 3) as rows_quarantined,
        min(first_event) as first_event,
        max(last_event) as last_event
    from outcomes
    group by file_no
)

select
    c.load_id,
    getvariable('source') as source,
    c.source_file,
    c.sha256 as file_sha256,
    coalesce(b.loaded_at, getvariable('now')) as loaded_at,
    c.rows_read,
    getvariable('run_id') as run_id,
    coalesce(n.events_loaded, 0) as events_loaded,
    coalesce(n.events_duplicate, 0) as events_duplicate,
    coalesce(n.events_conflicting, 0) as events_conflicting,
    coalesce(n.rows_loaded, 0) as rows_loaded,
    coalesce(n.rows_duplicate, 0) as rows_duplicate,
    coalesce(n.rows_quarantined, 0) as rows_quarantined,
    n.first_event,
    n.last_event
from committing as c
left join counts as n on c.file_no = n.file_no
left join loaded_before as b on c.load_id = b.load_id
order by c.file_no;
