-- One row per event of a customer in draft_events, per case or object that events belong to in draft_units.
-- `life` is the object type that the event's unit is, '' for the case itself; `public` is null throughout a
-- source that never says true.
create or replace temp table draft_keys as
with lives as (
    select unnest($lives::varchar[]) as object_type, generate_subscripts($lives::varchar[], 1) as place
)

select n.event_no, min((l.place, o.object_type, o.object_id, c.case_no)) as unit
from event_objects as o
inner join lives as l using (object_type)
inner join object_cases as c using (object_type, object_id)
inner join numbered_events as n using (event_id)
group by n.event_no;

create or replace temp table draft_placed as
select
    c.event_no,
    coalesce(k.unit[4], c.case_no) as case_no,
    coalesce(k.unit[2], '') as life,
    coalesce(k.unit[3], '') as key
from event_cases as c
left join draft_keys as k using (event_no);

create or replace temp table draft_units as
select row_number() over (order by case_no, life, key) as unit_no, case_no, life, key
from (select distinct case_no, life, key from draft_placed);

create or replace temp table draft_events as
select
    n.event_no, u.unit_no, u.life, e.source, e.activity, e.actor_kind,
    if(t.source is null, null, e.public) as public, e.actor, n.ts_us,
    case when json_type(e.attributes) = 'OBJECT' then e.attributes end as attributes
from draft_placed as p
inner join draft_units as u using (case_no, life, key)
inner join numbered_events as n using (event_no)
inner join events as e using (event_id)
left join (select source from events group by source having bool_or(public)) as t on t.source = e.source
