-- One row per undesigned activity of a stage: what, by whom, how often, and after which step it mostly came.
with seen as (
    select u.stage || '/' || l.slug as subject, u.stage, u.instance_no, i.case_no, i.customer_no, u.event_no,
        e.activity, e.actor_kind, e.role, e.channel, e.public, e.source
    from unbound_in_stages as u
    inner join activity_slugs as l on l.activity_no = u.activity_no
    inner join judged as i on i.instance_no = u.instance_no
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
    mode(after_step order by after_step) as after_step, count(distinct customer_no) as customers
from placed
group by subject
order by subject
