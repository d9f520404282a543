-- One row: cases, cases whose links are all sure enough, events of the log, and events without a customer.
select
    (select count(*) from cases) as cases,
    (select count(*) from cases where confidence >= (select identity_min from identity_gate)) as confident,
    (select count(*) from numbered_events) as events,
    (select count(*) from numbered_events anti join event_cases using (event_no)) as without_customer
