-- One row per person (component of keys) and value that is compared: key_no is a key that stands for it.
-- What does not glue (crowded) is left out; an event that names several persons says nothing of either.
with members as (
    select
        components.node_no,
        components.component_no
    from components
    anti join crowded using (node_no)
),

of_one as (
    select
        event_nodes.event_no,
        min(members.component_no) as component_no
    from event_nodes
    inner join members using (node_no)
    group by event_nodes.event_no
    having min(members.component_no) = max(members.component_no)
),

told as (
    select
        members.component_no,
        members.node_no,
        members.node_no as key_no
    from members
    union
    select
        members.component_no,
        node_links.node_no,
        members.component_no as key_no
    from node_links
    inner join members on node_links.other_no = members.node_no
    where node_links.kind = 'object'
    union
    select
        members.component_no,
        node_links.other_no as node_no,
        members.component_no as key_no
    from node_links
    inner join members using (node_no)
    where node_links.other_kind = 'object'
    union
    select
        of_one.component_no,
        event_nodes.node_no,
        of_one.component_no as key_no
    from event_nodes
    inner join of_one using (event_no)
    inner join nodes using (node_no)
    where nodes.kind = 'object'
)

select
    told.component_no,
    nodes.identifier_type,
    nodes.identifier,
    told.key_no
from told
inner join nodes using (node_no)
where nodes.identifier_type in (select unnest($compared::varchar[]))
qualify row_number() over (partition by told.component_no, nodes.identifier_type order by told.node_no) <= $most
order by told.component_no, nodes.identifier_type, told.node_no;
