-- One row per identifier in node_neighbourhoods: what hangs together with it by events and links has one number.
-- Reads what identifiers.sql has left. Nothing that happens in one neighbourhood changes anything in another.
create or replace temp table node_neighbourhoods as
with recursive stars as (
    select
        event_no,
        min(node_no) as node_no
    from event_nodes
    group by event_no
    having min(node_no) < max(node_no)
),

met as (
    select distinct
        stars.node_no,
        event_nodes.node_no as other_no
    from event_nodes
    inner join stars using (event_no)
    where event_nodes.node_no <> stars.node_no
    union
    select
        node_no,
        other_no
    from node_links
),

edges as (
    from met
    union
    select
        other_no as node_no,
        node_no as other_no
    from met
),

labels(node_no, neighbourhood_no) using key (node_no) as (
    select distinct
        node_no,
        node_no as neighbourhood_no
    from edges
    union
    select
        edges.other_no as node_no,
        min(labels.neighbourhood_no)
    from labels
    inner join edges on labels.node_no = edges.node_no
    inner join recurring.labels as known on edges.other_no = known.node_no
    group by edges.other_no, known.neighbourhood_no
    having min(labels.neighbourhood_no) < known.neighbourhood_no
)

select
    nodes.node_no,
    coalesce(labels.neighbourhood_no, nodes.node_no) as neighbourhood_no
from nodes
left join labels using (node_no);

-- One row per identifier, by its name.
create or replace temp table neighbourhoods as
select
    nodes.identifier_type,
    nodes.identifier,
    node_neighbourhoods.neighbourhood_no
from nodes
inner join node_neighbourhoods using (node_no);

-- One row per customer: the neighbourhood that they are in.
create or replace temp table customer_neighbourhoods as
select distinct
    identities.customer_no,
    node_neighbourhoods.neighbourhood_no
from identities
inner join node_neighbourhoods using (node_no);

-- One row per event that touches an identifier, but has no customer.
create or replace temp table loose_events as
select
    event_nodes.event_no,
    min(node_neighbourhoods.neighbourhood_no) as neighbourhood_no
from event_nodes
inner join node_neighbourhoods using (node_no)
anti join event_cases on event_nodes.event_no = event_cases.event_no
group by event_nodes.event_no;

-- One row per event with a customer, where cases are cut otherwise: it may be in none then.
create or replace temp table owned_events as
select
    event_cases.event_no,
    customer_neighbourhoods.neighbourhood_no
from event_cases
inner join cases using (case_no)
inner join customer_neighbourhoods using (customer_no)
where not $is_customer;
