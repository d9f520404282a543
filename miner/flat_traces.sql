-- One row per event in traces: its place in the case, and the event before it.
-- Reads flat_events, cases and activities. One sort of the whole log, then the rows as they come from it: the window
-- has no order of its own, so that nothing is sorted twice. That they do come in order is checked on every row.
create or replace table traces as
with coded as (
    select
        cases.case_no,
        epoch_us(flat_events.moment) as ts_us,
        activities.activity_no
    from flat_events
    inner join cases using (case_id)
    inner join activities using (activity)
    order by cases.case_no, ts_us, activities.activity_no
),

followed as (
    select
        *,
        row_number() over () as event_no,
        lag(case_no) over () as before_case_no,
        lag(activity_no) over () as before_activity_no,
        lag(ts_us) over () as before_ts_us
    from coded
),

checked as (
    select
        *,
        case
            when before_case_no is null or before_case_no < case_no then event_no
            when
                before_case_no > case_no
                or before_ts_us > ts_us
                or (before_ts_us = ts_us and before_activity_no > activity_no)
                then error('the events came out of their order')::bigint
        end as begins_event_no
    from followed
)

select
    case_no,
    event_no,
    (event_no - last_value(begins_event_no ignore nulls) over (rows unbounded preceding) + 1)::integer as position,
    activity_no,
    ts_us,
    if(begins_event_no is null, before_activity_no, null) as previous_activity_no,
    if(begins_event_no is null, before_ts_us, null) as previous_ts_us
from checked;
