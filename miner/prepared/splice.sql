-- One row per event of a case that is made anew in part.main.event_cases, in the numbers of the prepared log;
-- of a case that only grows, its last event and the new ones.
create or replace temp table all_numbers as
select
    part_no,
    event_no
from event_numbers
union all
select
    n.event_no as part_no,
    old_events.event_no
from part.main.numbered_events as n
inner join old_events using (event_id);

create or replace temp table fresh_numbered as
select n.* replace (event_numbers.event_no as event_no, activity_numbers.activity_no as activity_no)
from part.main.numbered_events as n
inner join event_numbers on n.event_no = event_numbers.part_no
inner join activity_numbers on n.activity = activity_numbers.activity;

create or replace temp table case_base as
select coalesce(max(case_no), 0) as case_no
from prepared.cases;

create or replace temp table customer_base as
select coalesce(max(customer_no), 0) as customer_no
from (
    select customer_no
    from prepared.identities
    union all
    select customer_no
    from prepared.cases
);

create or replace temp table neighbourhood_base as
select coalesce(max(neighbourhood_no), 0) as neighbourhood_no
from prepared.neighbourhoods;

-- One row per new event that changes nobody's customer, and its case.
create or replace temp table lone_numbered as
select
    lone_events.case_no,
    fresh_numbered.event_no,
    fresh_numbered.activity_no,
    fresh_numbered.ts_us
from lone_events
inner join fresh_numbered using (event_id);

-- One row per case of theirs: its last event so far.
create or replace temp table lasts as
select
    case_no,
    max(event_no) as event_no,
    max(position) as position,
    arg_max(activity_no, position) as activity_no,
    max(ts_us) as ts_us
from prepared.traces
semi join lone_events using (case_no)
group by case_no;

-- One row per case of theirs in which a new event is not after all others.
create or replace temp table late_cases as
select distinct case_no
from lone_numbered
inner join lasts using (case_no)
where lone_numbered.event_no < lasts.event_no;

-- One row per case that only grows at its end: its rows in traces stay, new ones follow the last.
create or replace temp table ends as
from lasts
anti join late_cases using (case_no);

create or replace temp table remade_cases as
from old_cases
union
from late_cases;

create or replace temp table case_moments as
select
    (case_base.case_no + c.case_no)::integer as case_no,
    all_numbers.event_no,
    activity_numbers.activity_no,
    n.ts_us
from part.main.event_cases as c
inner join part.main.numbered_events as n using (event_no)
inner join all_numbers on c.event_no = all_numbers.part_no
inner join activity_numbers using (activity)
cross join case_base
union all
from lone_numbered;

create or replace table part.main.numbered_events as
select
    case_no,
    event_no,
    activity_no,
    ts_us
from case_moments
union all
select
    lasts.case_no,
    lasts.event_no,
    activity_numbers.activity_no,
    lasts.ts_us
from (
    select
        case_no,
        event_no,
        activity_no,
        ts_us
    from ends
    union all
    select
        case_no,
        event_no,
        activity_no,
        ts_us
    from prepared.traces
    semi join late_cases using (case_no)
) as lasts
inner join activity_numbers on lasts.activity_no = activity_numbers.old_no;

create or replace table part.main.event_cases as
select
    case_no,
    event_no
from part.main.numbered_events;

alter table part.main.numbered_events drop column case_no;
