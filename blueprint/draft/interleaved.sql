-- One row per step that comes again: the instances that have it several times, and those of them in which another
-- step of the stage first happens between its first and its last time.
with lasting as (
    select instance_no, step, max(event_no) as last_event_no
    from occurrences
    where own
    group by instance_no, step
    having count(*) > 1
),

repeated as (
    select l.instance_no, l.step, s.first_event_no, l.last_event_no
    from lasting as l
    inner join instance_steps as s on s.instance_no = l.instance_no and s.step = l.step
),

crossed as (
    select distinct r.instance_no, r.step
    from repeated as r
    inner join instance_steps as o on o.instance_no = r.instance_no and o.step <> r.step
    where o.own and o.first_event_no between r.first_event_no and r.last_event_no
)

select r.step, count(*) as repeated, count(c.step) as crossed
from repeated as r
left join crossed as c on c.instance_no = r.instance_no and c.step = r.step
group by r.step
order by r.step
