-- One row per identifier and span of time in identities: whose it is, by which rule, how surely.
-- Reads what identifiers.sql, glue.sql and leaves.sql have left; miner/identity.py has the rules in words.

-- One row per person: a component of keys, or a leaf that nobody became; anchor_no gives the name.
create or replace temp table persons as
with members as (
    select
        components.component_no,
        nodes.node_no,
        nodes.type_rank
    from components
    inner join nodes using (node_no)
    union all
    select
        node_no as component_no,
        node_no,
        type_rank
    from nodes
    where kind = 'leaf' and node_no not in (select leaf_spans.node_no from leaf_spans)
),

anchored as (
    select
        component_no,
        arg_min(node_no, (type_rank, node_no)) as anchor_no
    from members
    group by component_no
),

named as (
    select
        anchored.component_no,
        anchored.anchor_no,
        if(
            nodes.identifier_type = $customer_type,
            nodes.identifier,
            nodes.identifier_type || ':' || nodes.identifier
        ) as case_id
    from anchored
    inner join nodes on anchored.anchor_no = nodes.node_no
)

select
    (row_number() over (order by case_id, component_no))::integer as customer_no,
    case_id,
    component_no,
    anchor_no
from named;

-- One row per key and the first round in which it was one person with its anchor.
create or replace temp table joinings as
select
    persons.component_no,
    own.node_no,
    min(own.round_no) as round_no
from persons
inner join components using (component_no)
inner join component_rounds as own on components.node_no = own.node_no
inner join component_rounds as theirs
    on persons.anchor_no = theirs.node_no
    and own.round_no = theirs.round_no
    and own.component_no = theirs.component_no
group by persons.component_no, own.node_no;

-- One row per key that was glued straight to one that was its anchor's already.
create or replace temp table direct as
select distinct glue.node_no
from glue
inner join joinings on glue.node_no = joinings.node_no and glue.round_no = joinings.round_no
inner join joinings as others on glue.other_no = others.node_no
where others.round_no < glue.round_no;

create or replace table identities as
with sureness as (
    select unnest($sureness::struct(rule varchar, confidence double)[], recursive := true)
),

likely as (
    select distinct
        component_no,
        probability
    from fuzzy_links
    where holds
),

owned as (
    select
        persons.component_no as node_no,
        persons.customer_no,
        null::bigint as valid_from_us,
        null::bigint as valid_to_us,
        'own' as rule
    from persons
    where persons.component_no not in (select components.node_no from components)
    union all
    select
        components.node_no,
        persons.customer_no,
        null::bigint as valid_from_us,
        null::bigint as valid_to_us,
        case
            when crowded.node_no is not null then crowded.rule
            when components.node_no = persons.anchor_no then 'own'
            when joinings.round_no = $fuzzy_round then 'fuzzy'
            when joinings.round_no < 2 or direct.node_no is not null then 'declared'
            else list_extract($reached_by::varchar[], joinings.round_no - 1)
        end as rule
    from components
    inner join persons using (component_no)
    inner join joinings on components.node_no = joinings.node_no
    left join direct on components.node_no = direct.node_no
    left join crowded on components.node_no = crowded.node_no
    union all
    select
        leaf_spans.node_no,
        persons.customer_no,
        leaf_spans.valid_from_us,
        leaf_spans.valid_to_us,
        case
            when leaf_spans.spans > 1 then 'identified_by_time'
            when leaf_spans.by_click then 'clicked'
            else 'identified'
        end as rule
    from leaf_spans
    inner join persons using (component_no)
)

select
    nodes.identifier_type,
    nodes.identifier,
    owned.customer_no,
    owned.valid_from_us,
    owned.valid_to_us,
    owned.rule,
    if(owned.rule = 'fuzzy', likely.probability, sureness.confidence) as confidence,
    owned.node_no
from owned
inner join nodes using (node_no)
inner join sureness using (rule)
left join components using (node_no)
left join likely on components.component_no = likely.component_no
order by owned.node_no, owned.valid_from_us nulls first;
