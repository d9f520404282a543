-- One row as it was made, in the prepared log; events are numbered with room for later ones between.
create table prepared.activities as from activities;

-- ids are random: to compress them takes long and saves little
create table prepared.numbered_events (
    event_no bigint,
    event_id varchar using compression uncompressed,
    source varchar,
    activity varchar,
    activity_no integer,
    ts_us bigint,
    precision_us bigint,
    sequence bigint
);

insert into prepared.numbered_events by name
select * replace (event_no * $gap as event_no)
from numbered_events;

create table prepared.identities as from identities;

create table prepared.cases as from cases;

create table prepared.event_cases as
select * replace (event_no * $gap as event_no)
from event_cases;

create table prepared.object_cases as from object_cases;

create table prepared.object_survivors as from object_survivors;

create table prepared.case_rule as from case_rule;

create table prepared.traces as
select * replace (event_no * $gap as event_no)
from traces;

create table prepared.neighbourhoods as from neighbourhoods;

create table prepared.customer_neighbourhoods as from customer_neighbourhoods;

create table prepared.loose_events as
select * replace (event_no * $gap as event_no)
from loose_events;

create table prepared.planned_mentions as
select distinct
    object_type,
    object_id
from event_objects
semi join (from events where timestamp_kind = 'planned') as planned using (event_id);

create table prepared.links as from object_links;

create table prepared.load_states as from load_states;

create table prepared.stamp as
select
    $fingerprint as fingerprint,
    0::bigint as remade,
    (select count(*) from event_objects) as objects,
    (select coalesce(max(row_no), -1) from object_rows) as last_row;
