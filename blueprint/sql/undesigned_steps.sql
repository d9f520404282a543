-- One row per undesigned activity of a stage: what, by whom, how often, and after which step it mostly came.
with hit as (
    select r.subject, split_part(r.subject, '/', 1) as stage, substr(r.subject, strpos(r.subject, '/') + 1) as slug,
        r.instance_no, r.case_no
    from instance_rows as r
    where r.kind = 'undesigned_step' and r.affected
),

seen as (
    select h.subject, h.stage, h.instance_no, h.case_no, u.event_no, e.activity, e.actor_kind, e.role, e.channel, e.public, e.source
    from hit as h
    inner join activity_slugs as l on l.slug = h.slug
    inner join event_states as u on u.case_no = h.case_no and u.activity_no = l.activity_no and u.state = 'unbound'
    inner join numbered_events as n on n.event_no = u.event_no
    inner join events as e on e.event_id = n.event_id
),

placed as (
    select s.*, o.step as after_step
    from seen as s
    asof left join (select instance_no, event_no, step from occurrences) as o
        on o.instance_no = s.instance_no and o.event_no <= s.event_no
)

select subject, any_value(stage) as stage, min(activity) as activity, min(source) as source,
    mode(actor_kind order by actor_kind) as actor_kind, mode(role order by role) as role,
    mode(channel order by channel) as channel, coalesce(bool_or(public), false) as is_public,
    count(distinct instance_no) as instances, count(distinct case_no) as cases, count(distinct event_no) as events,
    mode(after_step order by after_step) as after_step
from placed
group by subject
order by subject
