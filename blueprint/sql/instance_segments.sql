-- One row per judged instance and attribute: the first value that one of its events has, else of its object, else of its case.
with own as (
    select a.instance_no, 'channel' as attribute, arg_min(a.channel, a.event_no) as value
    from acts as a
    where a.own and a.channel is not null
    group by a.instance_no
    union all
    select a.instance_no, 'role' as attribute, arg_min(a.role, a.event_no) as value
    from acts as a
    where a.own and a.actor_kind = 'person' and a.role is not null
    group by a.instance_no
    union all
    select a.instance_no, e.attribute, arg_min(e.value, a.event_no) as value
    from acts as a
    inner join event_attributes as e on e.event_no = a.event_no
    where a.own
    group by a.instance_no, e.attribute
),

-- a ticket's priority is the ticket's: that of the customer's other tickets says nothing of it
of_objects as (
    select i.instance_no, e.attribute, arg_min(e.value, e.event_no) as value
    from judged as i
    inner join stages as g on g.stage = i.stage
    inner join event_keys as k on k.object_type = g.object_type and k.object_id = i.key
    inner join event_attributes as e on e.event_no = k.event_no
    group by i.instance_no, e.attribute
),

of_cases as (
    select case_no, attribute, arg_min(value, event_no) as value
    from event_attributes
    group by case_no, attribute
)

select i.instance_no, o.attribute, o.value
from own as o
inner join judged as i on i.instance_no = o.instance_no
union all
select b.instance_no, b.attribute, b.value
from of_objects as b
anti join own as o on o.instance_no = b.instance_no and o.attribute = b.attribute
union all
select i.instance_no, c.attribute, c.value
from judged as i
inner join of_cases as c on c.case_no = i.case_no
anti join own as o on o.instance_no = i.instance_no and o.attribute = c.attribute
anti join of_objects as b on b.instance_no = i.instance_no and b.attribute = c.attribute
union all
select i.instance_no, 'week' as attribute,
    strftime(date_trunc('week', make_timestamptz(i.entered_us) at time zone z.zone), '%Y-%m-%d') as value
from judged as i
cross join segment_zone as z
