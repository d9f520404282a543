-- One row per identifier and span of time in identities: whose it is, by which rule, how surely.
-- Reads what identifiers.sql has left; miner/identity.py has the rules in words.

-- One row per key with too many neighbours of one other type: a shared mailbox, a placeholder.
create or replace temp table crowded as
select distinct node_no
from (
    select node_no
    from key_pairs
    where identifier_type <> other_type
    group by node_no, other_type
    having count(*) > $fan_out
);

-- One row per pair of keys that does glue, once each way.
create or replace temp table glue as
select
    node_no,
    other_no
from key_pairs
where
    node_no not in (select crowded.node_no from crowded)
    and other_no not in (select crowded.node_no from crowded);

-- One row per key: component_no is the smallest node that it is glued to, directly or not.
create or replace temp table components as
with recursive labels(node_no, component_no) using key (node_no) as (
    select
        node_no,
        node_no as component_no
    from nodes
    where kind = 'key'
    union
    select
        glue.other_no,
        min(labels.component_no)
    from labels
    inner join glue using (node_no)
    inner join recurring.labels as known on glue.other_no = known.node_no
    group by glue.other_no, known.component_no
    having min(labels.component_no) < known.component_no
)

select
    node_no,
    component_no
from labels;

-- One row per event that touches a key: the person of its strongest one.
create or replace temp table event_persons as
select
    event_nodes.event_no,
    arg_min(components.component_no, (nodes.type_rank, components.component_no)) as component_no
from event_nodes
inner join nodes using (node_no)
inner join components using (node_no)
group by event_nodes.event_no;

-- One row per leaf, person that it is said to be, and moment of the saying (0 = no time was told).
create or replace temp table identifications as
select
    node_links.node_no,
    components.component_no,
    coalesce(node_links.at_us, 0) as at_us
from node_links
inner join components on node_links.other_no = components.node_no
where node_links.qualifier = 'same' and node_links.kind = 'leaf'
union
select
    event_nodes.node_no,
    event_persons.component_no,
    numbered_events.ts_us as at_us
from event_nodes
inner join nodes using (node_no)
inner join event_persons using (event_no)
inner join numbered_events using (event_no)
where nodes.kind = 'leaf';

-- One row per leaf and span in which it is one person: until that person's last identification.
create or replace temp table leaf_spans as
with marked as (
    select
        node_no,
        component_no,
        at_us,
        (lag(component_no) over moments is distinct from component_no)::int as is_new
    from identifications
    window moments as (partition by node_no order by at_us, component_no)
),

numbered as (
    select
        node_no,
        component_no,
        at_us,
        sum(is_new) over (
            partition by node_no order by at_us, component_no rows unbounded preceding
        ) as span_no
    from marked
),

spans as (
    select
        node_no,
        span_no,
        min(component_no) as component_no,
        max(at_us) + 1 as to_us
    from numbered
    group by node_no, span_no
),

bounded as (
    select
        node_no,
        component_no,
        lag(to_us) over ends as valid_from_us,
        if(lead(span_no) over ends is null, null, to_us) as valid_to_us,
        count(*) over (partition by node_no) as spans
    from spans
    window ends as (partition by node_no order by span_no)
)

from bounded
where valid_from_us is null or valid_to_us is null or valid_from_us < valid_to_us;

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

-- One row per key that its person's anchor reaches without an e-mail between.
create or replace temp table declared as
with recursive reached(node_no, passes) as (
    select
        anchor_no,
        true
    from persons
    union
    select
        glue.other_no,
        others.identifier_type <> 'email'
    from reached
    inner join glue using (node_no)
    inner join nodes as others on glue.other_no = others.node_no
    where reached.passes
)

select distinct node_no
from reached;

create or replace table identities as
with owned as (
    select
        persons.component_no as node_no,
        persons.customer_no,
        null::bigint as valid_from_us,
        null::bigint as valid_to_us,
        'own' as rule,
        1.0 as confidence
    from persons
    where persons.component_no not in (select components.node_no from components)
    union all
    select
        components.node_no,
        persons.customer_no,
        null::bigint as valid_from_us,
        null::bigint as valid_to_us,
        case
            when crowded.node_no is not null then 'shared'
            when components.node_no = persons.anchor_no then 'own'
            when declared.node_no is not null then 'declared'
            else 'email'
        end as rule,
        case
            when crowded.node_no is not null then 0.5
            when declared.node_no is not null then 1.0
            else 0.95
        end as confidence
    from components
    inner join persons using (component_no)
    left join declared on components.node_no = declared.node_no
    left join crowded on components.node_no = crowded.node_no
    union all
    select
        leaf_spans.node_no,
        persons.customer_no,
        leaf_spans.valid_from_us,
        leaf_spans.valid_to_us,
        if(leaf_spans.spans = 1, 'identified', 'identified_by_time') as rule,
        if(leaf_spans.spans = 1, 0.9, 0.8) as confidence
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
    owned.confidence::double as confidence,
    owned.node_no
from owned
inner join nodes using (node_no)
order by owned.node_no, owned.valid_from_us nulls first;
