-- One row per object type that is no name of a person: its objects, their events, and how many each customer has.
with touches as (
    select o.object_type, o.object_id, n.event_no
    from event_objects as o
    inner join numbered_events as n using (event_id)
    where
        o.object_type <> $customer_type
        and o.object_type not in (select identifier_type from identities)
),

objects as (
    select t.object_type, t.object_id, count(distinct t.event_no) as events,
        count(distinct c.case_no) as customers
    from touches as t
    left join event_cases as c using (event_no)
    group by t.object_type, t.object_id
),

types as (
    select object_type, count(*) as objects, count(*) filter (where events > 1) as living,
        count(*) filter (where customers > 1) as shared
    from objects
    group by object_type
),

owned as (
    select object_type, case_no, count(*) as objects
    from object_cases
    group by object_type, case_no
),

owners as (
    select object_type, count(*) as owners, count(*) filter (where objects > 1) as several
    from owned
    group by object_type
)

select object_type, t.objects, t.living, t.shared, o.owners, o.several
from types as t
inner join owners as o using (object_type)
order by t.objects desc, object_type
