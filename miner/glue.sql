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

-- One row per person and value that it has: persons who disagree on it are surely several.
create or replace temp table marks as
select
    components.component_no,
    min(key_pairs.other_no) as mark_no
from key_pairs
inner join components on key_pairs.node_no = components.node_no
where
    key_pairs.other_type = $mark_type
    and key_pairs.other_no not in (select crowded.node_no from crowded)
    and components.component_no in (select said.component_no from said)
group by components.component_no;

insert into crowded
select
    node_no,
    case when bool_or(persons > most) then 'shared' else 'contested' end as rule
from (
    select
        said.node_no,
        said.other_type as identifier_type,
        any_value(said.most) as most,
        count(distinct said.component_no) as persons,
        0 as rivals
    from said
    where said.identifier_type <> said.other_type and $round_no > 0
    group by said.node_no, said.other_type
    union all
    select
        said.node_no,
        anchors.identifier_type,
        any_value(said.most) as most,
        0 as persons,
        count(distinct anchors.anchor_no) as rivals
    from said
    inner join anchors using (component_no)
    where said.identifier_type <> anchors.identifier_type
    group by said.node_no, anchors.identifier_type
    union all
    select
        said.node_no,
        $mark_type as identifier_type,
        any_value(said.most) as most,
        0 as persons,
        count(distinct marks.mark_no) - $most_marks + 1 as rivals
    from said
    inner join marks using (component_no)
    where said.identifier_type = $value_type
    group by said.node_no
)
where persons > most or rivals > 1
group by node_no;

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
