-- One row per instance and step that says who is in charge: how often it changed hands, and how often it came back (x, y, x), up to the cut.
with said as (
    select k.instance_no, a.step, a.assignee, e.event_no, lag(a.assignee) over w as previous
    from assignees as a
    inner join stage_events as e on e.event_no = a.event_no and e.step = a.step and e.own
    inner join cuts as u on u.stage = e.stage and e.ts_us <= coalesce(u.cut_us, e.ts_us)
    inner join instance_keys as k
        on k.stage = e.stage and k.case_no = e.case_no and k.key = e.key and k.part = e.part
    window w as (partition by k.instance_no, a.step order by e.event_no)
),

changes as (
    select instance_no, step, assignee,
        lag(assignee, 2) over (partition by instance_no, step order by event_no) as before_that
    from said
    where assignee is distinct from previous
)

select instance_no, step, count(*) as hands, count(*) filter (where assignee = before_that) as returns
from changes
group by instance_no, step
order by instance_no, step
