-- No row: in the prepared log the touched cases go and come anew, others grow; all in one transaction.
update prepared.stamp
set
    remade = remade + (select count(*) from prepared.traces semi join remade_cases using (case_no)),
    objects = (select count(*) from event_objects),
    last_row = (select coalesce(max(row_no), -1) from object_rows);

delete from prepared.traces
where case_no in (select remade_cases.case_no from remade_cases);

insert into prepared.traces by name
select t.* replace ((t.position + coalesce(ends.position, 1) - 1)::integer as position)
from part.main.traces as t
left join ends on t.case_no = ends.case_no
where t.event_no is distinct from ends.event_no;

delete from prepared.event_cases
where case_no in (select old_cases.case_no from old_cases);

insert into prepared.event_cases by name
select
    case_no,
    event_no
from case_moments;

delete from prepared.numbered_events
where event_no in (select gone_events.event_no from gone_events);

insert into prepared.numbered_events by name
from fresh_numbered;

delete from prepared.cases
where case_no in (select old_cases.case_no from old_cases);

insert into prepared.cases by name
select c.* replace (
    (case_base.case_no + c.case_no)::integer as case_no,
    (customer_base.customer_no + c.customer_no)::integer as customer_no
)
from part.main.cases as c
cross join case_base
cross join customer_base;

update prepared.cases
set confidence = least(cases.confidence, lone.confidence)
from (
    select
        case_no,
        min(confidence) as confidence
    from lone_events
    group by case_no
) as lone
where cases.case_no = lone.case_no and lone.confidence < cases.confidence;

delete from prepared.object_cases
where case_no in (select old_cases.case_no from old_cases);

insert into prepared.object_cases by name
select c.* replace ((case_base.case_no + c.case_no)::integer as case_no)
from part.main.object_cases as c
cross join case_base;

delete from prepared.object_survivors
where (object_type, object_id) in (from touched_identifiers);

insert into prepared.object_survivors by name
from part.main.object_survivors;

delete from prepared.identities
where customer_no in (select old_customers.customer_no from old_customers);

insert into prepared.identities by name
select i.* replace ((customer_base.customer_no + i.customer_no)::integer as customer_no)
from part.main.identities as i
cross join customer_base;

delete from prepared.neighbourhoods
where neighbourhood_no in (from touched_neighbourhoods);

insert into prepared.neighbourhoods by name
select n.* replace (neighbourhood_base.neighbourhood_no + n.neighbourhood_no as neighbourhood_no)
from neighbourhoods as n
cross join neighbourhood_base;

delete from prepared.customer_neighbourhoods
where neighbourhood_no in (from touched_neighbourhoods);

insert into prepared.customer_neighbourhoods by name
select
    customer_base.customer_no + c.customer_no as customer_no,
    neighbourhood_base.neighbourhood_no + c.neighbourhood_no as neighbourhood_no
from customer_neighbourhoods as c
cross join customer_base
cross join neighbourhood_base;

delete from prepared.loose_events
where neighbourhood_no in (from touched_neighbourhoods);

insert into prepared.loose_events by name
select
    all_numbers.event_no,
    neighbourhood_base.neighbourhood_no + e.neighbourhood_no as neighbourhood_no
from loose_events as e
inner join all_numbers on e.event_no = all_numbers.part_no
cross join neighbourhood_base;

insert into prepared.planned_mentions by name
select distinct
    object_type,
    object_id
from fresh_objects
semi join (from fresh where timestamp_kind = 'planned') as planned using (event_id)
anti join prepared.planned_mentions using (object_type, object_id);

delete from prepared.links
where load_id in (select gone_loads.load_id from gone_loads);

insert into prepared.links by name
from fresh_links;

insert into prepared.activities by name
select
    activity_no,
    activity
from activity_numbers
where old_no is null;

delete from prepared.load_states;

insert into prepared.load_states by name
from load_states;
