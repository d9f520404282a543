-- One row as it is in the prepared log: the analysis reads it there.
create view activities as from prepared.activities;
create view numbered_events as from prepared.numbered_events;
create view identities as from prepared.identities;
create view cases as from prepared.cases;
create view event_cases as from prepared.event_cases;
create view object_cases as from prepared.object_cases;
create view object_survivors as from prepared.object_survivors;
create view case_rule as from prepared.case_rule;
create view traces as from prepared.traces;
