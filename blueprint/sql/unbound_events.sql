-- One row per instance and unbound event in it: the activity and when it happened.
select u.instance_no, u.event_no, make_timestamptz(e.ts_us) as happened_at, a.activity, l.slug
from unbound_in_stages as u
inner join (select distinct event_no, ts_us from event_states) as e on e.event_no = u.event_no
inner join activities as a on a.activity_no = u.activity_no
inner join activity_slugs as l on l.activity_no = u.activity_no
