-- One row per span of a customer that no gap can cut in spans, per length of a pause in pause_histogram.

-- One row per event that can open an episode: not a system's.
create or replace temp table openers as
select ec.event_no, ec.case_no, n.ts_us
from event_cases as ec
inner join numbered_events as n using (event_no)
inner join events as e using (event_id)
where e.actor_kind <> 'system';

-- One row per object that bridges a pause, with the first of those that it follows or was merged into.
create or replace temp table chains as
with recursive bridging as (
    select distinct object_type, object_id
    from event_objects
    where list_contains($objects::varchar[], object_type)
),

steps as (
    select distinct from_type, from_id, to_type, to_id
    from object_links
    where qualifier in ('follows', 'merged')
),

walked(object_type, object_id, head_type, head_id) as (
    select object_type, object_id, object_type, object_id
    from bridging
    union
    select w.object_type, w.object_id, s.to_type, s.to_id
    from walked as w
    inner join steps as s on w.head_type = s.from_type and w.head_id = s.from_id
)

select object_type, object_id, min((head_type, head_id)) as chain
from walked as w
where
    not exists (
        select 1
        from steps as s
        where s.from_type = w.head_type and s.from_id = w.head_id
    )
    or (head_type, head_id) = (object_type, object_id)
group by object_type, object_id;

-- One row per event, chain of objects that it touches, and customer whose event it is.
create or replace temp table chained as
select distinct ec.event_no, ec.case_no, n.ts_us, c.chain
from chains as c
inner join event_objects as o on c.object_type = o.object_type and c.object_id = o.object_id
inner join numbered_events as n using (event_id)
inner join event_cases as ec using (event_no);

create or replace temp table spans as
select case_no, min(ts_us) as from_us, max(ts_us) as to_us
from chained
group by case_no, chain
having bool_or(event_no in (select openers.event_no from openers))
union all
select case_no, ts_us, ts_us
from openers;

create or replace temp table pause_histogram as
with reached as (
    select
        from_us,
        max(to_us) over (
            partition by case_no order by from_us, to_us rows between unbounded preceding and 1 preceding
        ) as until_us
    from spans
),

pauses as (
    select (from_us - until_us) / 3600e6 as hours
    from reached
    where from_us - until_us >= 3_600_000_000
)

select floor(4 * log2(hours))::integer as bin, count(*) as pauses
from pauses
group by bin
order by bin;
