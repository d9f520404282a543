-- One row per journey and distinct sequence of own steps of its stages, with how many went that way; all their instances judged and finished.
with finished as (
    select j.journey, i.case_no, i.key
    from journey_stages as j
    inner join instances as i on i.stage = j.stage
    group by j.journey, i.case_no, i.key
    having bool_and(i.judged and i.state = 'finished' and not i.left_truncated)
),

traces as (
    select f.journey, f.case_no, f.key,
        list(o.step order by o.event_no, o.step) as trace,
        max_by(o.stage, (o.event_no, o.step)) as last_stage
    from finished as f
    inner join journey_stages as j on j.journey = f.journey
    inner join occurrences as o on o.stage = j.stage and o.case_no = f.case_no and o.key = f.key and o.own
    group by f.journey, f.case_no, f.key
)

select journey, trace, last_stage, count(*) as went
from traces
group by journey, trace, last_stage
order by journey, went desc, trace, last_stage
