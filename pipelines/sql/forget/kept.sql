-- One row per row of the warehouse that is not about the customer, in the tables of the new file.
insert into fresh.events by name
select e.* replace (case when a.actor is null then e.actor end as actor)
from warehouse.events as e
anti join gone_events as g on e.event_id = g.event_id
left join gone_actors as a on e.actor = a.actor and e.actor_kind = 'customer';

insert into fresh.event_objects by name
select o.*
from warehouse.event_objects as o
anti join gone_events as g on o.event_id = g.event_id
anti join gone_names as n on o.object_type = n.kind and as_compared(o.object_type, o.object_id) = n.id;

insert into fresh.object_links by name
select l.*
from warehouse.object_links as l
anti join gone_names as f on l.from_type = f.kind and as_compared(l.from_type, l.from_id) = f.id
anti join gone_names as t on l.to_type = t.kind and as_compared(l.to_type, l.to_id) = t.id
anti join gone_objects as o on l.from_type = o.kind and l.from_id = o.id;

insert into fresh.quarantine by name
with mentioned as (
    select id from gone_names
    union
    select id from gone_objects
    union
    select getvariable('given') as id
)

select q.*
from warehouse.quarantine as q
where not exists (
    select 1
    from mentioned as m
    where regexp_matches(
        concat_ws(' ', q.raw_text, q.detail),
        '(?i)(^|[^[:alnum:]])' || regexp_escape(m.id) || '($|[^[:alnum:]])'
    )
);

insert into fresh.forgotten by name
with named as (
    select kind, id from gone_names
    union
    select kind, id from gone_objects
    union
    select 'actor' as kind, actor as id from gone_actors
)

from warehouse.forgotten
union
select tombstone(kind, id) as tombstone, getvariable('now') as forgotten_at
from named
where tombstone(kind, id) not in (select tombstone from warehouse.forgotten)
order by all;
