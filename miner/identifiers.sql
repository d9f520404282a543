-- One row per identifier in nodes, per event and object in event_nodes, per link and direction in
-- node_links, per pair of one person's keys in key_pairs: everything that identity.sql and cases.sql work on, as integers.

-- One row per type of identifier that names a person; rank 0 is the strongest. round_no is when it
-- glues: ids first, then what people are reached by, surest first. most is its fan-out.
create or replace temp table person_types as
with limits as (
    select unnest($fan_out::struct(identifier_type varchar, most integer)[], recursive := true)
)

select
    listed.identifier_type,
    min(listed.kind) as kind,
    min(listed.type_rank) as type_rank,
    listed.identifier_type in (select unnest($single::varchar[])) as is_single,
    1 + coalesce(list_position($reached_by::varchar[], listed.identifier_type), 0) as round_no,
    coalesce(min(limits.most), $most) as most
from (
    select
        unnest($keys::varchar[]) as identifier_type,
        'key' as kind,
        unnest(range(1, len($keys::varchar[]) + 1)) as type_rank
    union all
    select
        $customer_type as identifier_type,
        'key' as kind,
        0 as type_rank
    union all
    select
        unnest($leaves::varchar[]) as identifier_type,
        'leaf' as kind,
        unnest(range(1, len($leaves::varchar[]) + 1)) as type_rank
) as listed
left join limits using (identifier_type)
group by listed.identifier_type;

-- One row per spelling of an identifier: e-mails are one in any case and with blanks around.
create or replace temp table spellings as
with mentioned as (
    select
        object_type as identifier_type,
        object_id as spelling
    from event_objects
    union
    select
        from_type as identifier_type,
        from_id as spelling
    from object_links
    union
    select
        to_type as identifier_type,
        to_id as spelling
    from object_links
),

compared as (
    select
        identifier_type,
        spelling,
        if(identifier_type = 'email', lower(trim(spelling)), spelling) as identifier,
        lower(trim(spelling)) as plain
    from mentioned
)

select
    identifier_type,
    spelling,
    identifier,
    dense_rank() over (order by identifier_type, identifier) as node_no
from compared
where
    plain not in (select unnest($blocked::varchar[]))
    and not (
        identifier_type in (select person_types.identifier_type from person_types)
        and regexp_full_match(plain, $blocked_patterns)
    );

-- One row per identifier.
create or replace temp table nodes as
select distinct
    spellings.node_no,
    spellings.identifier_type,
    spellings.identifier,
    coalesce(person_types.kind, 'object') as kind,
    person_types.type_rank,
    person_types.round_no,
    person_types.most,
    coalesce(person_types.is_single, false) as is_single
from spellings
left join person_types using (identifier_type);

-- One row per event and object that it touches (an identifier may be there twice: it does no harm).
create or replace temp table event_nodes as
select
    numbered_events.event_no,
    spellings.node_no
from event_objects
inner join spellings
    on event_objects.object_type = spellings.identifier_type
    and event_objects.object_id = spellings.spelling
inner join numbered_events using (event_id);

-- One row per statement that project.yaml withdraws, and direction.
create or replace temp table withdrawn as
with told as (
    select unnest($withdrawn::struct(from_type varchar, from_id varchar, to_type varchar, to_id varchar)[]) as t
),

placed as (
    select
        giver.node_no,
        taker.node_no as other_no
    from told
    inner join spellings as giver
        on told.t.from_type = giver.identifier_type
        and told.t.from_id in (giver.spelling, giver.identifier)
    inner join spellings as taker
        on told.t.to_type = taker.identifier_type
        and told.t.to_id in (taker.spelling, taker.identifier)
)

from placed
union
select
    other_no as node_no,
    node_no as other_no
from placed;

-- One row per statement that two identifiers belong together, and direction in which it can be read.
create or replace temp table node_links as
with stated as (
    select distinct
        giver.node_no,
        taker.node_no as other_no,
        object_links.qualifier,
        epoch_us(object_links.linked_at) as at_us
    from object_links
    inner join spellings as giver
        on object_links.from_type = giver.identifier_type
        and object_links.from_id = giver.spelling
    inner join spellings as taker
        on object_links.to_type = taker.identifier_type
        and object_links.to_id = taker.spelling
    anti join withdrawn
        on giver.node_no = withdrawn.node_no
        and taker.node_no = withdrawn.other_no
    where giver.node_no <> taker.node_no
),

both_ways as (
    from stated
    union
    select
        other_no as node_no,
        node_no as other_no,
        qualifier,
        at_us
    from stated
    where qualifier = 'same'
)

select
    both_ways.node_no,
    both_ways.other_no,
    both_ways.qualifier,
    both_ways.at_us,
    nodes.kind,
    nodes.identifier_type,
    others.kind as other_kind,
    others.identifier_type as other_type
from both_ways
inner join nodes using (node_no)
inner join nodes as others on both_ways.other_no = others.node_no;

-- One row per pair of keys that a source calls one person, once each way; those of a single type,
-- and those that were merged, are certain: round 0.
create or replace temp table key_pairs as
with told as (
    select
        node_no,
        other_no,
        qualifier
    from node_links
    where qualifier in ('same', 'merged') and kind = 'key' and other_kind = 'key'
    union all
    select
        other_no as node_no,
        node_no as other_no,
        qualifier
    from node_links
    where qualifier = 'merged' and kind = 'key' and other_kind = 'key'
)

select
    told.node_no,
    told.other_no,
    nodes.identifier_type,
    others.identifier_type as other_type,
    nodes.most,
    min(case
        when told.qualifier = 'merged' then 0
        when nodes.is_single and nodes.identifier_type = others.identifier_type then 0
        else greatest(nodes.round_no, others.round_no)
    end) as round_no
from told
inner join nodes using (node_no)
inner join nodes as others on told.other_no = others.node_no
group by all;
