-- One row per event of a case in traces: its place in the case, and the event before it.
-- One sort, then the rows as they come from it, as in flat_traces.sql: that they do come in order is checked.
create or replace table traces as
with ordered as (
    select
        event_cases.case_no,
        event_cases.event_no,
        numbered_events.activity_no,
        numbered_events.ts_us
    from event_cases
    inner join numbered_events using (event_no)
    order by event_cases.case_no, event_cases.event_no
),

followed as (
    select
        *,
        row_number() over () as row_no,
        lag(case_no) over () as before_case_no,
        lag(event_no) over () as before_event_no,
        lag(activity_no) over () as before_activity_no,
        lag(ts_us) over () as before_ts_us
    from ordered
),

checked as (
    select
        *,
        case
            when before_case_no is null or before_case_no < case_no then row_no
            when before_case_no > case_no or before_event_no >= event_no
                then error('the events came out of their order')::bigint
        end as begins_row_no
    from followed
)

select
    case_no,
    event_no,
    (row_no - max(begins_row_no) over (rows unbounded preceding) + 1)::integer as position,
    activity_no,
    ts_us,
    if(begins_row_no is null, before_activity_no, null) as previous_activity_no,
    if(begins_row_no is null, before_ts_us, null) as previous_ts_us
from checked;
