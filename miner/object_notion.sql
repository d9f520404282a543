-- One row per object of a type in cases, per event of one in event_cases, per object in object_cases.

-- One row per object and object of the notion that it is or belongs to, by the fewest links.
create or replace temp table belonging as
with recursive reached(object_type, object_id, head_type, head_id, hops) as (
    select object_type, object_id, object_type, object_id, 0
    from (
        select object_type, object_id
        from event_objects
        union
        select from_type as object_type, from_id as object_id
        from object_links
    )
    union
    select r.object_type, r.object_id, l.to_type, l.to_id, r.hops + 1
    from reached as r
    inner join object_links as l on r.head_type = l.from_type and r.head_id = l.from_id
    where
        r.hops < $hops
        and r.head_type <> $notion
        and l.qualifier in ('of', 'merged')
)

select
    r.object_type,
    r.object_id,
    -- what was merged belongs to its survivor, at the end of however long a chain
    min((r.hops, coalesce(s.survivor_id, r.head_id))) as place
from reached as r
left join object_survivors as s on r.head_type = s.object_type and r.head_id = s.object_id
where r.head_type = $notion
group by r.object_type, r.object_id;

create or replace temp table placed as
select n.event_no, min(b.place)[2] as head_id
from belonging as b
inner join event_objects as o on b.object_type = o.object_type and b.object_id = o.object_id
inner join numbered_events as n using (event_id)
group by n.event_no;

create or replace temp table heads as
with known as (
    select oc.object_id as head_id, c.customer_no, c.confidence
    from object_cases as oc
    inner join cases as c using (case_no)
    where oc.object_type = $notion
)

select
    (row_number() over (order by h.head_id))::integer as head_no,
    h.head_id,
    -- an object without a customer is a customer of its own
    coalesce(
        k.customer_no,
        (select coalesce(max(customer_no), 0) from cases)
        + (count(*) filter (where k.customer_no is null) over (order by h.head_id rows unbounded preceding))
    )::integer as customer_no,
    coalesce(k.confidence, 1.0) as confidence
from (select distinct head_id from placed) as h
left join known as k on h.head_id = k.head_id;

create or replace table object_cases as
select b.object_type, b.object_id, h.head_no as case_no
from belonging as b
inner join heads as h on b.place[2] = h.head_id
order by object_type, object_id;

create or replace table event_cases as
select p.event_no, h.head_no as case_no
from placed as p
inner join heads as h using (head_id)
order by p.event_no;

create or replace table cases as
select head_no as case_no, head_id as case_id, customer_no, confidence
from heads
order by case_no;

drop table belonging;
drop table placed;
drop table heads;
