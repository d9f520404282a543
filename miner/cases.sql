-- One row per case in cases, per event with a customer in event_cases, per object in object_cases.
-- Reads what belongings.sql and survivors.sql have left; miner/cases.py has the rules in words.

-- One row per event and customer that it speaks for; the lowest claim is the strongest.
create or replace temp table claims as
with spoken as (
    select
        event_nodes.event_no,
        witnesses.witness_rank,
        witnesses.customer_no,
        witnesses.confidence
    from event_nodes
    inner join witnesses using (node_no)
    where witnesses.kind = 'key'
    union all
    select
        event_nodes.event_no,
        1000 as witness_rank,
        belongings.owner.customer_no as customer_no,
        belongings.owner.confidence as confidence
    from event_nodes
    inner join belongings using (node_no)
    union all
    select
        event_nodes.event_no,
        witnesses.witness_rank,
        witnesses.customer_no,
        witnesses.confidence
    from event_nodes
    inner join numbered_events using (event_no)
    inner join witnesses using (node_no)
    where
        witnesses.kind = 'leaf'
        and (witnesses.valid_from_us is null or numbered_events.ts_us >= witnesses.valid_from_us)
        and (witnesses.valid_to_us is null or numbered_events.ts_us < witnesses.valid_to_us)
)

select
    event_no,
    min((witness_rank, customer_no, confidence)) as strongest
from spoken
group by event_no;

-- One row per object that no link gives to anybody: whose its first event with a customer is, or
-- that of those that were merged with it or follow it.
create or replace temp table companions as
with families as (
    select
        event_nodes.event_no,
        event_nodes.node_no,
        coalesce(heads.head_no, event_nodes.node_no) as head_no
    from event_nodes
    inner join nodes using (node_no)
    left join heads using (node_no)
    where
        nodes.kind = 'object'
        and event_nodes.node_no not in (select belongings.node_no from belongings)
),

firsts as (
    select
        families.head_no,
        arg_min(claims.strongest, families.event_no) as strongest
    from families
    inner join claims using (event_no)
    group by families.head_no
)

select
    families.node_no,
    firsts.strongest
from families
inner join firsts using (head_no)
union
select
    head_no as node_no,
    strongest
from firsts;

-- One row per event with a customer.
create or replace temp table event_customers as
select
    event_no,
    strongest[2] as customer_no,
    strongest[3] as confidence
from claims
union all
select
    event_nodes.event_no,
    min((companions.strongest[2], companions.strongest[3]))[1] as customer_no,
    least(min((companions.strongest[2], companions.strongest[3]))[2], $seen_with) as confidence
from event_nodes
inner join companions using (node_no)
where event_nodes.event_no not in (select claims.event_no from claims)
group by event_nodes.event_no;

create or replace table cases as
select
    (row_number() over (order by persons.case_id, persons.customer_no))::integer as case_no,
    persons.case_id,
    persons.customer_no,
    known.confidence
from persons
inner join (
    select
        customer_no,
        min(confidence) as confidence
    from event_customers
    group by customer_no
) as known using (customer_no)
order by case_no;

create or replace table event_cases as
select
    event_customers.event_no,
    cases.case_no
from event_customers
inner join cases using (customer_no)
order by event_customers.event_no;

create or replace table object_cases as
with owners as (
    select
        node_no,
        customer_no
    from witnesses
    where kind = 'key'
    union all
    select
        node_no,
        owner.customer_no as customer_no
    from belongings
    union all
    select
        node_no,
        strongest[2] as customer_no
    from companions
)

select
    spellings.identifier_type as object_type,
    spellings.spelling as object_id,
    cases.case_no
from owners
inner join spellings using (node_no)
inner join cases using (customer_no)
order by object_type, object_id;
