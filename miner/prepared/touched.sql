-- One row per neighbourhood in touched_neighbourhoods in which a change may show; what is in it.

-- One row per new event that touches one identifier only, a key that has a case: it changes nobody's customer.
create or replace temp table lone_events as
with alone as (
    select
        event_id,
        min(object_type) as object_type,
        min(object_id) as object_id
    from fresh_objects
    group by event_id
    having count(*) = 1
)

select
    alone.event_id,
    object_cases.case_no,
    identities.customer_no,
    identities.confidence
from alone
semi join (from fresh where timestamp_kind <> 'planned') as happened
    on alone.event_id = happened.event_id
-- objects are not among the identities, visitors not among the objects: what is in both is a key
inner join prepared.object_cases
    on alone.object_type = object_cases.object_type
    and alone.object_id = object_cases.object_id
inner join prepared.identities
    on alone.object_type = identities.identifier_type
    and as_compared(alone.object_type, alone.object_id) = identities.identifier
where $is_customer;

create or replace temp table touched_neighbourhoods as
with told as (
    select
        object_type,
        object_id
    from fresh_objects
    anti join lone_events using (event_id)
    union
    select from_type, from_id from fresh_links
    union
    select to_type, to_id from fresh_links
    union
    select from_type, from_id from gone_links
    union
    select to_type, to_id from gone_links
)

select neighbourhoods.neighbourhood_no
from prepared.neighbourhoods
semi join told
    on neighbourhoods.identifier_type = told.object_type
    and neighbourhoods.identifier = as_compared(told.object_type, told.object_id)
union
select loose_events.neighbourhood_no
from prepared.loose_events
semi join gone_events using (event_no)
union
select customer_neighbourhoods.neighbourhood_no
from gone_events
inner join prepared.event_cases using (event_no)
inner join prepared.cases using (case_no)
inner join prepared.customer_neighbourhoods using (customer_no);

create or replace temp table touched_identifiers as
select
    identifier_type,
    identifier
from prepared.neighbourhoods
semi join touched_neighbourhoods using (neighbourhood_no);

create or replace temp table old_customers as
select customer_no
from prepared.customer_neighbourhoods
semi join touched_neighbourhoods using (neighbourhood_no);

delete from lone_events
where customer_no in (select old_customers.customer_no from old_customers);

create or replace temp table old_cases as
select case_no
from prepared.cases
semi join old_customers using (customer_no);

create or replace temp table old_events as
with listed as (
    select event_no
    from prepared.event_cases
    semi join old_cases using (case_no)
    union all
    select event_no
    from prepared.loose_events
    semi join touched_neighbourhoods using (neighbourhood_no)
)

select
    numbered_events.event_no,
    numbered_events.event_id
from prepared.numbered_events
semi join listed using (event_no)
anti join gone_events using (event_no);

select
    (select count(*) from old_events),
    (select count(*) from prepared.numbered_events),
    (select remade from prepared.stamp);
