-- One row per undesigned activity seen in a stage and judged instance of that stage.
with spans as (
    select i.instance_no, i.stage, i.case_no, i.customer_no, i.key, g.object_type, g.next,
        min(o.event_no) as first_no, max(o.event_no) as last_no, max(o.event_no) filter (where o.own) as last_own_no
    from judged as i
    inner join stages as g on g.stage = i.stage
    inner join occurrences as o on o.instance_no = i.instance_no
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

unbound as (
    select u.event_no, u.case_no, u.activity_no, k.object_type, k.object_id
    from event_states as u
    left join event_keys as k on k.event_no = u.event_no
    where u.state = 'unbound'
),

happened as (
    select s.stage, s.instance_no, u.activity_no, count(*) as events
    from spans as s
    left join reaching as r on r.instance_no = s.instance_no
    inner join unbound as u on u.case_no = s.case_no
        and u.object_type is not distinct from s.object_type and coalesce(u.object_id, '') = s.key
        and u.event_no between s.first_no and greatest(s.last_no, coalesce(r.entry_no, s.last_no))
    group by s.stage, s.instance_no, u.activity_no
),

named as (
    select h.stage, h.instance_no, l.slug, sum(h.events) as events
    from happened as h
    inner join activity_slugs as l on l.activity_no = h.activity_no
    group by h.stage, h.instance_no, l.slug
),

subjects as (select distinct stage, slug from named)

select b.stage || '/' || b.slug as subject, null as facet, i.instance_no, i.case_no, i.customer_no, null as detail,
    h.instance_no is not null as affected, if(h.instance_no is not null, 1, 0) as effect
from subjects as b
inner join judged as i on i.stage = b.stage
left join named as h on h.stage = b.stage and h.slug = b.slug and h.instance_no = i.instance_no
