-- One row per event of a case in traces: its place in the case, and the event before it.
create or replace table traces as
select
    event_cases.case_no,
    event_cases.event_no,
    (row_number() over moments)::integer as position,
    numbered_events.activity_no,
    numbered_events.ts_us,
    lag(numbered_events.activity_no) over moments as previous_activity_no,
    lag(numbered_events.ts_us) over moments as previous_ts_us
from event_cases
inner join numbered_events using (event_no)
window moments as (partition by event_cases.case_no order by event_cases.event_no)
order by event_cases.case_no, event_cases.event_no;
