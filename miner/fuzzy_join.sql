-- One row per pair of persons in fuzzy_links that are alike and told to be one, or withdrawn; what holds is glued.
-- Each must be the other's one best, no two with an id of a single type each, none that a statement parts.

-- One row per pair of persons that are alike enough, once each way; what project.yaml calls two is marked.
create or replace temp table alike as
with found as (
    select unnest($alike::struct(
        component_no bigint, other_component_no bigint, node_no bigint, other_no bigint, probability double
    )[], recursive := true)
),

called_two as (
    select distinct
        giver.component_no,
        taker.component_no as other_component_no
    from withdrawn
    inner join components as giver on withdrawn.node_no = giver.node_no
    inner join components as taker on withdrawn.other_no = taker.node_no
),

both_ways as (
    from found
    union all
    select
        other_component_no as component_no,
        component_no as other_component_no,
        other_no as node_no,
        node_no as other_no,
        probability
    from found
)

select
    both_ways.*,
    called_two.component_no is null as holds
from both_ways
left join called_two using (component_no, other_component_no);

-- One row per pair that is alike, but that a key which both name, or a statement, has not made one.
create or replace temp table parted as
with named as (
    select distinct
        components.component_no,
        key_pairs.other_no as key_no
    from key_pairs
    inner join components using (node_no)
    where components.component_no in (select alike.component_no from alike)
    union
    select
        component_no,
        node_no as key_no
    from components
    where component_no in (select alike.component_no from alike)
)

select distinct
    alike.component_no,
    alike.other_component_no
from alike
inner join named on alike.component_no = named.component_no
inner join named as others on alike.other_component_no = others.component_no and named.key_no = others.key_no;

insert into fuzzy_links
with best as (
    from alike
    where holds
    qualify
        rank() over (partition by component_no order by probability desc) = 1
        and count(*) over (partition by component_no, probability) = 1
),

singles as (
    select components.component_no
    from components
    inner join nodes using (node_no)
    where nodes.is_single
)

select
    best.node_no,
    best.other_no,
    least(best.component_no, best.other_component_no) as component_no,
    best.probability,
    true as holds
from best
semi join best as returned
    on best.component_no = returned.other_component_no
    and best.other_component_no = returned.component_no
anti join parted
    on best.component_no = parted.component_no
    and best.other_component_no = parted.other_component_no
where
    best.component_no not in (select singles.component_no from singles)
    or best.other_component_no not in (select singles.component_no from singles)
union all
select
    node_no,
    other_no,
    null as component_no,
    probability,
    holds
from alike
where not holds;

insert into glue
select
    node_no,
    other_no,
    $round_no as round_no
from fuzzy_links
where holds;

update components
set component_no = joined.component_no
from (
    select
        known.component_no as was_no,
        fuzzy_links.component_no
    from fuzzy_links
    inner join components as known using (node_no)
    where fuzzy_links.holds
) as joined
where components.component_no = joined.was_no;

insert into component_rounds
select
    node_no,
    $round_no as round_no,
    component_no
from components;

drop table alike;
drop table parted;
