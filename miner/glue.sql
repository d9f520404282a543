-- One row per key in components: what it is glued to after the round $round_no, and earlier ones.
-- Reads key_pairs and what the rounds before have left; miner/glue.py has the rules in words.

-- One row per component and single type: the person that its single ids name.
create or replace temp table anchors as
select distinct
    components.component_no,
    nodes.identifier_type,
    coalesce(certain.component_no, components.component_no) as anchor_no
from components
inner join nodes using (node_no)
left join component_rounds as certain
    on components.node_no = certain.node_no and certain.round_no = 0
where nodes.is_single and $round_no > 0;

-- One row per pair of this round, with what is known by now of the other's person.
create or replace temp table said as
select
    key_pairs.node_no,
    key_pairs.other_no,
    key_pairs.identifier_type,
    key_pairs.other_type,
    key_pairs.most,
    giver.component_no as own_component_no,
    taker.component_no
from key_pairs
inner join components as giver on key_pairs.node_no = giver.node_no
inner join components as taker on key_pairs.other_no = taker.node_no
where
    key_pairs.round_no = $round_no
    and key_pairs.node_no not in (select crowded.node_no from crowded)
    and key_pairs.other_no not in (select crowded.node_no from crowded);

insert into crowded
select distinct
    node_no,
    'shared' as rule
from (
    select node_no
    from said
    where identifier_type <> other_type and $round_no > 0
    group by node_no, identifier_type, other_type
    having
        count(distinct component_no) > max(most)
        or (identifier_type = 'email' and count(distinct component_no) > 1 and other_type in (
            select unnest($unique::varchar[])
        ))
);

-- One row per person that a key names, single type or way to be reached, and what it has of that.
create or replace temp table marks as
select
    said.node_no,
    said.component_no,
    anchors.identifier_type,
    anchors.anchor_no as mark_no
from said
inner join anchors using (component_no)
where said.identifier_type <> anchors.identifier_type
union all
select
    said.node_no,
    said.component_no,
    key_pairs.other_type as identifier_type,
    min(key_pairs.other_no) as mark_no
from (
    select distinct
        node_no,
        component_no
    from said
    where identifier_type = $value_type
) as said
inner join components using (component_no)
inner join key_pairs on components.node_no = key_pairs.node_no
where
    key_pairs.other_type in ('email', $mark_type)
    and key_pairs.other_no <> said.node_no
    and key_pairs.other_no not in (select crowded.node_no from crowded)
group by said.node_no, said.component_no, key_pairs.other_type;

insert into crowded
select distinct
    node_no,
    'contested' as rule
from (
    select node_no
    from marks
    where node_no not in (select crowded.node_no from crowded)
    group by node_no, identifier_type
    having count(distinct mark_no) > if(identifier_type = 'phone', 2, 1)
);

-- One row per pair of persons that this round makes one, once each way, with what says so.
create or replace temp table drawn as
select
    node_no,
    other_no,
    own_component_no,
    component_no
from said
where
    node_no not in (select crowded.node_no from crowded)
    and other_no not in (select crowded.node_no from crowded)
    and own_component_no <> component_no;
