-- One row: neighbouring events of cases, and signs of clocks that cannot be trusted.
with close as (
    select case_no, position, ts_us - previous_ts_us as apart_us, event_no
    from traces
    where ts_us - previous_ts_us <= (select max(precision_us) from numbered_events)
),

pairs as (
    select c.apart_us, e.source, b.source as before_source,
        greatest(e.precision_us, b.precision_us) as precision_us
    from close as c
    inner join numbered_events as e on e.event_no = c.event_no
    inner join traces as t on t.case_no = c.case_no and t.position = c.position - 1
    inner join numbered_events as b on b.event_no = t.event_no
),

inverted as (
    select instance_no
    from neighbours
    where first_before.source <> first_after.source and first_after.us < first_before.us
        and first_before.us - first_after.us < 60000000
),

stamps as (
    select count(*) as events
    from event_states
    where ts_us in (select e.ts_us from event_states as e group by e.ts_us having count(*) >= 20)
    group by source, ts_us
    having count(distinct case_no) >= 20
),

reach as (select max(complete_until_us) + 86400000000 as until_us from source_states)

select count(t.previous_ts_us) as pairs,
    (select count(*) from pairs where apart_us = 0 and source = before_source) as ties,
    (select count(*) from pairs where source <> before_source and apart_us < precision_us) as source_ties,
    (select count(*) from inverted) as inversions,
    (select coalesce(sum(events), 0)::bigint from stamps) as batch_stamps,
    count(*) filter (where t.ts_us < 631152000000000 or t.ts_us > (select until_us from reach)) as implausible,
    count(*) filter (where t.ts_us % 86400000000 = 0) as midnight
from traces as t
