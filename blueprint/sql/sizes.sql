-- One row: cases, customers and events of cases.
select (select count(*) from cases) as cases, (select count(distinct customer_no) from cases) as customers,
    (select count(*) from event_cases) as events
