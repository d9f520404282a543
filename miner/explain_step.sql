-- One row per identifier of the frontier and one that it is glued to, identifies as, or belongs to.
with frontier as (
    select unnest($frontier::bigint[]) as node_no
),

steps as (
    select
        glue.node_no,
        glue.other_no
    from frontier
    inner join glue using (node_no)
    union
    select
        node_links.node_no,
        node_links.other_no
    from frontier
    inner join node_links using (node_no)
    where
        (node_links.kind = 'leaf' and node_links.qualifier = 'same' and node_links.other_kind = 'key')
        or (node_links.kind = 'object' and node_links.qualifier in ('of', 'same', 'merged', 'follows'))
    union
    select
        node_links.other_no as node_no,
        node_links.node_no as other_no
    from frontier
    inner join node_links on frontier.node_no = node_links.other_no
    where node_links.kind = 'object' and node_links.other_kind = 'object' and node_links.qualifier in ('merged', 'follows')
    union
    select
        own.node_no,
        theirs.node_no as other_no
    from frontier
    inner join nodes using (node_no)
    inner join event_nodes as own using (node_no)
    inner join event_nodes as theirs using (event_no)
    inner join nodes as others on theirs.node_no = others.node_no
    where
        (nodes.kind = 'leaf' and others.kind = 'key')
        or (
            nodes.kind = 'object'
            and others.kind <> 'object'
            and nodes.node_no in (select companions.node_no from companions)
        )
)

select
    node_no,
    other_no
from steps
where node_no <> other_no
order by node_no, other_no;
