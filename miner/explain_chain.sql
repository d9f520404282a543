-- One row per pair of the chain and source that says so, the earliest statement of each; else the first event that shows it,
-- or that they were found alike.
with asked as (
    select unnest($pairs::struct(place integer, one bigint, other bigint)[], recursive := true)
),

stated as (
    select
        asked.place,
        object_links.from_type || ':' || object_links.from_id as giver,
        object_links.to_type || ':' || object_links.to_id as taker,
        object_links.qualifier,
        object_links.source,
        loads.source_file,
        null::bigint as source_row,
        object_links.linked_at as happened_at
    from asked
    inner join spellings as giver on giver.node_no in (asked.one, asked.other)
    inner join spellings as taker on taker.node_no in (asked.one, asked.other) and taker.node_no <> giver.node_no
    inner join object_links
        on giver.identifier_type = object_links.from_type
        and giver.spelling = object_links.from_id
        and taker.identifier_type = object_links.to_type
        and taker.spelling = object_links.to_id
    left join loads on object_links.load_id = loads.load_id and object_links.source = loads.source
    where object_links.qualifier <> 'reached'
    qualify row_number() over (
        partition by asked.place, object_links.source
        order by object_links.linked_at nulls last, giver, taker, object_links.qualifier, loads.source_file
    ) = 1
),

shown as (
    select
        asked.place,
        one.identifier_type || ':' || one.identifier as giver,
        other.identifier_type || ':' || other.identifier as taker,
        'seen' as qualifier,
        numbered_events.source,
        events.source_file,
        events.source_row,
        events."timestamp" as happened_at
    from asked
    inner join nodes as one on asked.one = one.node_no
    inner join nodes as other on asked.other = other.node_no
    inner join event_nodes as own on asked.one = own.node_no
    inner join event_nodes as theirs on asked.other = theirs.node_no and own.event_no = theirs.event_no
    inner join numbered_events on own.event_no = numbered_events.event_no
    inner join events using (event_id)
    where asked.place not in (select stated.place from stated)
    qualify row_number() over (partition by asked.place order by own.event_no) = 1
),

compared as (
    select
        asked.place,
        one.identifier_type || ':' || one.identifier as giver,
        other.identifier_type || ':' || other.identifier as taker,
        'fuzzy' as qualifier,
        'compared, probability ' || round(fuzzy_links.probability, 4)::varchar as source,
        null::varchar as source_file,
        null::bigint as source_row,
        null::timestamptz as happened_at
    from asked
    inner join fuzzy_links on asked.one = fuzzy_links.node_no and asked.other = fuzzy_links.other_no and fuzzy_links.holds
    inner join nodes as one on asked.one = one.node_no
    inner join nodes as other on asked.other = other.node_no
)

select columns(* exclude (place))
from (
    from stated
    union all
    from shown
    union all
    from compared
)
order by place, source;
