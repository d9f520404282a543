-- One row per case: one customer's journey through the service, an episode of it, or an object's.
-- case_id: The customer's identifier; where none is known, type:id of what stands for them
-- confidence: How sure it is that all its events belong to one customer, 0 to 1
-- first_event_at: Time of the case's first event, UTC
-- last_event_at: Time of the case's last event, UTC
-- events: Events of the case
-- activities: Distinct activities among them
-- throughput_s: Seconds from first to last event
-- rule: The rule that says which events are one case, with its version
with spans as (
    select case_no, min(ts_us) as first_us, max(ts_us) as last_us,
        count(*) as events, count(distinct activity_no) as activities
    from traces
    group by case_no
)

select
    c.case_id,
    round(c.confidence, 6) as confidence,
    make_timestamptz(s.first_us) as first_event_at,
    make_timestamptz(s.last_us) as last_event_at,
    s.events,
    s.activities,
    (s.last_us - s.first_us) / 1e6 as throughput_s,
    c.rule
from cases as c
inner join spans as s on s.case_no = c.case_no
order by c.case_id
