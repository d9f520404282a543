-- One row per instance and unbound event that happened in it or before its next stage.
with spans as (
    select i.instance_no, i.stage, i.case_no, i.key, g.object_type, g.next,
        min(o.first_event_no) as first_no, max(o.last_event_no) as last_no,
        max(o.last_event_no) filter (where o.own) as last_own_no
    from instances as i
    inner join stages as g on g.stage = i.stage
    inner join instance_steps as o on o.instance_no = i.instance_no
    group by all
),

entries as (
    select i.case_no, i.key, i.stage, min(o.event_no) as entry_no
    from instances as i
    inner join occurrences as o on o.instance_no = i.instance_no and o.ts_us = i.entered_us
    group by i.instance_no, i.case_no, i.key, i.stage
),

reaching as (
    select s.instance_no, min(e.entry_no) as entry_no
    from spans as s
    inner join later_stages as l on l.stage = s.stage and l.later = s.next
    inner join entries as e
        on e.case_no = s.case_no and e.stage = s.next and (l.other_object or e.key = s.key)
        and e.entry_no >= s.last_own_no
    group by s.instance_no
),

bounded as (
    select s.*,
        least(
            greatest(s.last_no, coalesce(r.entry_no, s.last_no)),
            lead(s.first_no) over (partition by s.stage, s.case_no, s.key order by s.first_no) - 1
        ) as until_no
    from spans as s
    left join reaching as r on r.instance_no = s.instance_no
),

unbound as (
    select u.event_no, u.case_no, u.activity_no, k.object_type, k.object_id
    from event_states as u
    left join event_keys as k on k.event_no = u.event_no
    where u.state = 'unbound'
)

select b.stage, b.instance_no, u.event_no, u.activity_no
from bounded as b
inner join unbound as u
    on b.object_type is null and u.object_type is null and u.case_no = b.case_no
    and u.event_no between b.first_no and b.until_no
union all
select b.stage, b.instance_no, u.event_no, u.activity_no
from bounded as b
inner join unbound as u
    on u.object_type = b.object_type and u.object_id = b.key and u.event_no between b.first_no and b.until_no
