-- One row in case_rule: how the cases were cut; its words stand on each case.
create or replace table case_rule as
select
    $rule::varchar as rule,
    $gap_us::bigint as gap_us,
    $gap_from::varchar as gap_from;

create or replace table cases as
select
    *,
    $rule::varchar as rule
from cases
order by case_no;
