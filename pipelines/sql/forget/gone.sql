-- One row per name, object, event and actor of one customer, in gone_names, gone_objects, gone_events, gone_actors.

-- a browser that others have used, too, stays with them
create or replace temp table gone_names as
select distinct i.identifier_type as kind, i.identifier as id
from identities as i
anti join (
    select identifier_type, identifier
    from identities
    where customer_no <> getvariable('customer_no')
) as others on i.identifier_type = others.identifier_type and i.identifier = others.identifier
where i.customer_no = getvariable('customer_no');

create or replace temp table other_events as
select n.event_id
from event_cases as e
inner join cases as c using (case_no)
inner join numbered_events as n using (event_no)
where c.customer_no <> getvariable('customer_no');

-- a ticket that a link gives to them, and any object that no event of others touches
create or replace temp table gone_objects as
select distinct o.object_type as kind, o.object_id as id
from object_cases as o
inner join cases as c using (case_no)
anti join gone_names as g on o.object_type = g.kind and as_compared(o.object_type, o.object_id) = g.id
where
    c.customer_no = getvariable('customer_no')
    and not is_person_type(o.object_type)
    and (
        exists (
            select 1
            from object_links as l
            semi join gone_names as n on l.to_type = n.kind and as_compared(l.to_type, l.to_id) = n.id
            where l.qualifier = 'of' and l.from_type = o.object_type and l.from_id = o.object_id
        )
        or not exists (
            select 1
            from event_objects as t
            semi join other_events as e on t.event_id = e.event_id
            where t.object_type = o.object_type and t.object_id = o.object_id
        )
    );

-- those of their case, and those in no case (planned ones) that touch them or a ticket of theirs
create or replace temp table gone_events as
with theirs as (
    from gone_names
    union all
    from gone_objects
)

select n.event_id
from event_cases as e
inner join cases as c using (case_no)
inner join numbered_events as n using (event_no)
where c.customer_no = getvariable('customer_no')
union
select o.event_id
from event_objects as o
semi join theirs as g on o.object_type = g.kind and as_compared(o.object_type, o.object_id) = g.id
anti join other_events as e on o.event_id = e.event_id;

-- whoever has one of their names, or acts as a customer at least as often here as elsewhere
create or replace temp table gone_actors as
select e.actor
from events as e
left join gone_events as g on e.event_id = g.event_id
where e.actor_kind = 'customer' and e.actor is not null
group by e.actor
having
    count(g.event_id) * 2 >= count(*)
    or list_contains(getvariable('given_as_actor'), e.actor)
    or lower(trim(e.actor)) in (select lower(trim(id)) from gone_names);
