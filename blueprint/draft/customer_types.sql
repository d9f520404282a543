-- One row per object type of the log, the likeliest customer first (the rule stands in customer.py).
with same as (
    select from_type as object_type, from_id as object_id from object_links where qualifier = 'same'
    union
    select to_type, to_id from object_links where qualifier = 'same'
),

persons as (
    select object_type, count(*) as persons
    from same
    group by object_type
),

owners as (
    select to_type as object_type, count(*) as owners
    from object_links
    where qualifier = 'of' and to_type not in (select from_type from object_links where qualifier = 'of')
    group by to_type
),

touched as (
    select object_type, count(distinct event_id) as events
    from event_objects
    group by object_type
),

known as (
    select unnest($names::varchar[]) as object_type, generate_subscripts($names::varchar[], 1) as place
)

select t.object_type
from touched as t
left join persons as p using (object_type)
left join owners as o using (object_type)
left join known as k using (object_type)
order by p.persons is null, o.owners is null and p.persons is null, k.place nulls last,
    p.persons desc nulls last, o.owners desc nulls last, t.events desc, t.object_type
limit 1
