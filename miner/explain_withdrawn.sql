-- One row per statement about one of these identifiers that project.yaml withdraws.
select distinct
    object_links.from_type || ':' || object_links.from_id as giver,
    object_links.to_type || ':' || object_links.to_id as taker,
    object_links.qualifier,
    object_links.source,
    loads.source_file,
    null::bigint as source_row,
    object_links.linked_at as happened_at
from withdrawn
inner join spellings as giver on withdrawn.node_no = giver.node_no
inner join spellings as taker on withdrawn.other_no = taker.node_no
inner join object_links
    on giver.identifier_type = object_links.from_type
    and giver.spelling = object_links.from_id
    and taker.identifier_type = object_links.to_type
    and taker.spelling = object_links.to_id
left join loads on object_links.load_id = loads.load_id and object_links.source = loads.source
where list_contains($members::bigint[], withdrawn.node_no) or list_contains($members::bigint[], withdrawn.other_no)
union all
select
    giver.identifier_type || ':' || giver.identifier as giver,
    taker.identifier_type || ':' || taker.identifier as taker,
    'fuzzy' as qualifier,
    'compared, probability ' || round(fuzzy_links.probability, 4)::varchar as source,
    null as source_file,
    null as source_row,
    null as happened_at
from fuzzy_links
inner join nodes as giver on fuzzy_links.node_no = giver.node_no
inner join nodes as taker on fuzzy_links.other_no = taker.node_no
where
    not fuzzy_links.holds
    and fuzzy_links.component_no is null
    and list_contains($members::bigint[], fuzzy_links.node_no)
order by all;
