-- One row per identifier and span in witnesses, one per object that its links give to somebody in belongings.
-- Reads what identity.sql has left; miner/cases.py has the rules in words.

-- One row per identifier and span of time: who it is, and how strong a witness.
create or replace temp table witnesses as
select
    identities.node_no,
    identities.customer_no,
    identities.valid_from_us,
    identities.valid_to_us,
    identities.confidence,
    nodes.kind,
    nodes.type_rank + if(nodes.kind = 'leaf', 2000, 0) as witness_rank
from identities
inner join nodes using (node_no);

-- One row per object that belongs to somebody: by the fewest links, then the strongest identifier.
create or replace temp table belongings as
with recursive reached(object_no, node_no, kind, hops) as (
    select
        node_links.node_no,
        node_links.other_no,
        node_links.other_kind,
        1
    from node_links
    where node_links.kind = 'object' and node_links.qualifier in ('of', 'same')
    union
    select
        reached.object_no,
        node_links.other_no,
        node_links.other_kind,
        reached.hops + 1
    from reached
    inner join node_links using (node_no)
    where
        reached.kind = 'object'
        and node_links.qualifier in ('of', 'same')
        and reached.hops < $hops
)

select
    reached.object_no as node_no,
    arg_min(
        {customer_no: witnesses.customer_no, confidence: witnesses.confidence},
        (reached.hops, witnesses.witness_rank, witnesses.customer_no)
    ) as owner
from reached
inner join witnesses using (node_no)
where witnesses.valid_to_us is null
group by reached.object_no;
