-- One row per episode in cases, per event with one in event_cases, per object in object_cases.

-- One row per episode: what is bridged, or follows within the gap.
create or replace temp table episodes as
with reached as (
    select
        case_no,
        from_us,
        to_us,
        max(to_us) over (
            partition by case_no order by from_us, to_us rows between unbounded preceding and 1 preceding
        ) as until_us
    from spans
),

marked as (
    select
        case_no,
        from_us,
        to_us,
        sum((until_us is null or from_us - until_us > $gap_us)::integer) over (
            partition by case_no order by from_us, to_us rows unbounded preceding
        ) as number
    from reached
)

select case_no as customer_case_no, number, min(from_us) as from_us, max(to_us) as to_us
from marked
group by case_no, number;

-- One row per event and the episode that it lies in, or that ran until shortly before it.
create or replace temp table placed as
select ec.event_no, e.customer_case_no, e.number
from event_cases as ec
inner join numbered_events as n using (event_no)
asof inner join episodes as e on ec.case_no = e.customer_case_no and n.ts_us >= e.from_us
where n.ts_us - e.to_us <= $gap_us;

create or replace temp table numbered_episodes as
select
    (row_number() over (order by c.case_no, e.number))::integer as episode_no,
    e.customer_case_no,
    e.number,
    c.case_id || '#' || e.number as case_id,
    c.customer_no,
    c.confidence
from episodes as e
inner join cases as c on e.customer_case_no = c.case_no;

create or replace table object_cases as
with first_seen as (
    select o.object_type, o.object_id, arg_min((p.customer_case_no, p.number), p.event_no) as place
    from event_objects as o
    inner join numbered_events as n using (event_id)
    inner join placed as p using (event_no)
    inner join object_cases as oc
        on o.object_type = oc.object_type and o.object_id = oc.object_id and p.customer_case_no = oc.case_no
    group by o.object_type, o.object_id
)

select f.object_type, f.object_id, e.episode_no as case_no
from first_seen as f
inner join numbered_episodes as e on f.place[1] = e.customer_case_no and f.place[2] = e.number
order by object_type, object_id;

create or replace table event_cases as
select p.event_no, e.episode_no as case_no
from placed as p
inner join numbered_episodes as e on p.customer_case_no = e.customer_case_no and p.number = e.number
order by p.event_no;

create or replace table cases as
select episode_no as case_no, case_id, customer_no, confidence
from numbered_episodes
order by case_no;

drop table openers;
drop table chains;
drop table chained;
drop table spans;
drop table pause_histogram;
drop table episodes;
drop table placed;
drop table numbered_episodes;
