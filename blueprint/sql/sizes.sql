-- One row: cases, customers and events of cases, and the rule that cut the cases.
select (select count(*) from cases) as cases, (select count(distinct customer_no) from cases) as customers,
    (select count(*) from event_cases) as events, r.rule, r.gap_us / 1e6 as gap_s, r.gap_from
from case_rule as r
