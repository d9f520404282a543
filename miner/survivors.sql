-- One row per object that was merged into another in object_survivors, one that also counts followed ones in heads.
-- Reads what identifiers.sql has left. Chains are followed to their end; of a circle the smallest is the end.

create or replace temp table successions as
select
    node_no,
    other_no,
    qualifier
from node_links
where
    qualifier in ('merged', 'follows')
    and kind = 'object'
    and identifier_type = other_type;

create or replace temp table heads as
with recursive chains(node_no, head_no) as (
    select
        node_no,
        other_no
    from successions
    union
    select
        chains.node_no,
        successions.other_no
    from chains
    inner join successions on chains.head_no = successions.node_no
)

select
    node_no,
    coalesce(
        min(head_no) filter (where head_no not in (select successions.node_no from successions)),
        least(min(head_no), node_no)
    ) as head_no
from chains
group by node_no;

create or replace table object_survivors as
with recursive chains(node_no, survivor_no) as (
    select
        node_no,
        other_no
    from successions
    where qualifier = 'merged'
    union
    select
        chains.node_no,
        successions.other_no
    from chains
    inner join successions on chains.survivor_no = successions.node_no
    where successions.qualifier = 'merged'
),

ends as (
    select
        node_no,
        coalesce(
            min(survivor_no) filter (
                where survivor_no not in (
                    select successions.node_no
                    from successions
                    where successions.qualifier = 'merged'
                )
            ),
            least(min(survivor_no), node_no)
        ) as survivor_no
    from chains
    group by node_no
)

select
    nodes.identifier_type as object_type,
    nodes.identifier as object_id,
    survivors.identifier as survivor_id
from ends
inner join nodes using (node_no)
inner join nodes as survivors on ends.survivor_no = survivors.node_no
where ends.node_no <> ends.survivor_no
order by nodes.identifier_type, nodes.identifier;

-- One row per object that has its owner from its head, or is the head of one that has an owner.
create or replace temp table inherited as
with led as (
    select
        heads.head_no,
        min_by(belongings.owner, heads.node_no) as owner
    from heads
    inner join belongings using (node_no)
    where heads.head_no not in (select belongings.node_no from belongings)
    group by heads.head_no
),

known as (
    select
        head_no,
        owner
    from led
    union all
    select
        node_no as head_no,
        owner
    from belongings
    where node_no in (select heads.head_no from heads)
)

select
    heads.node_no,
    known.owner
from heads
inner join known using (head_no)
union
select
    head_no as node_no,
    owner
from known;

delete from belongings
where node_no in (select inherited.node_no from inherited);

insert into belongings
from inherited;
