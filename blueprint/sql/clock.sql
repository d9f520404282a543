-- One row: neighbouring events of cases, and signs of clocks that cannot be trusted.
with pairs as (
    select e.ts_us, e.source, e.precision_us,
        lag(e.ts_us) over w as before_us, lag(e.source) over w as before_source,
        lag(e.precision_us) over w as before_precision_us
    from event_states as s
    inner join numbered_events as e on e.event_no = s.event_no
    window w as (partition by s.case_no order by s.event_no)
),

inverted as (
    select n.instance_no
    from neighbours as n
    inner join instance_steps as a on a.step = n.before and a.instance_no = n.instance_no and a.own
    inner join instance_steps as b on b.step = n.after and b.instance_no = n.instance_no and b.own
    where a.source <> b.source and b.first_us < a.first_us and a.first_us - b.first_us < 60000000
),

stamps as (
    select count(*) as events
    from event_states
    group by source, ts_us
    having count(distinct case_no) >= 20
),

reach as (select max(complete_until_us) + 86400000000 as until_us from source_states)

select count(before_us) as pairs,
    count(*) filter (where ts_us = before_us and source = before_source) as ties,
    count(*) filter (
        where source <> before_source and ts_us - before_us < greatest(precision_us, before_precision_us)
    ) as source_ties,
    (select count(*) from inverted) as inversions,
    (select coalesce(sum(events), 0)::bigint from stamps) as batch_stamps,
    count(*) filter (where ts_us < 631152000000000 or ts_us > (select until_us from reach)) as implausible,
    count(*) filter (where ts_us % 86400000000 = 0) as midnight
from pairs
