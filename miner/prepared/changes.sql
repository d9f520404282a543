-- One row per load that is new or not what it was in changed_loads, per one that was in gone_loads; what they brought.
create or replace temp macro as_compared(kind, name) as if(kind = 'email', lower(trim(name)), name);

create or replace temp table changed_loads as
select load_id
from (from load_states except from prepared.load_states);

create or replace temp table gone_loads as
select
    load_id,
    planned
from (from prepared.load_states except from load_states);

create or replace temp table fresh as
from events
where load_id in (select changed_loads.load_id from changed_loads);

create or replace temp table fresh_links as
from object_links
where load_id in (select changed_loads.load_id from changed_loads);

create or replace temp table gone_links as
from prepared.links
where load_id in (select gone_loads.load_id from gone_loads);

create or replace temp table gone_events (event_no bigint);

select
    (select count(*) from changed_loads) + (select count(*) from gone_loads),
    (select count(*) from gone_loads),
    (select coalesce(sum(planned), 0) from gone_loads)::bigint;
