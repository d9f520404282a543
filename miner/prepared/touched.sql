-- One row per neighbourhood in touched_neighbourhoods in which a change may show; what is in it.

-- One row per new event that tells nothing new: all that it touches are identifiers that are, for all
-- time, one customer's who has a case; and of a visitor beside a key it was known already.
create or replace temp table lone_events as
with told as (
    select
        fresh_objects.event_id,
        identities.customer_no,
        identities.confidence,
        list_contains($leaves::varchar[], fresh_objects.object_type) as is_leaf,
        coalesce(identities.rule, '') as rule,
        case
            when fresh_objects.object_type = $customer_type then 0
            when list_contains($keys::varchar[], fresh_objects.object_type)
                then list_position($keys::varchar[], fresh_objects.object_type)
            else 2000 + list_position($leaves::varchar[], fresh_objects.object_type)
        end as witness_rank,
        identities.valid_from_us is null and identities.valid_to_us is null as is_always,
        object_cases.case_no is not null as is_spelled_so
    from fresh_objects
    left join prepared.identities
        on fresh_objects.object_type = identities.identifier_type
        and as_compared(fresh_objects.object_type, fresh_objects.object_id) = identities.identifier
    left join prepared.object_cases
        on fresh_objects.object_type = object_cases.object_type
        and fresh_objects.object_id = object_cases.object_id
    where $is_customer
),

single as (
    select
        event_id,
        min(customer_no) as customer_no,
        min((witness_rank, confidence))[2] as confidence
    from told
    group by event_id
    having
        bool_and(customer_no is not null and is_always and (is_leaf or is_spelled_so))
        and min(customer_no) = max(customer_no)
        and (bool_and(is_leaf) or bool_and(not is_leaf or rule = 'identified'))
)

select
    single.event_id,
    cases.case_no,
    single.customer_no,
    single.confidence
from single
semi join (from fresh where timestamp_kind <> 'planned') as happened
    on single.event_id = happened.event_id
inner join prepared.cases using (customer_no);

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

select numbered_events.*
from prepared.numbered_events
semi join listed using (event_no)
anti join gone_events using (event_no);

select
    (select count(*) from old_events),
    (select count(*) from prepared.numbered_events),
    (select remade from prepared.stamp);
