-- One row per event of an instance (or, asked so, of its whole case): its step or else its activity; in order.
with chosen as (
    select i.instance_no
    from instances as i
    inner join instances as one on one.instance_no = $instance
    where i.instance_no = $instance or ($whole_case and i.case_no = one.case_no)
)

select distinct o.event_no, make_timestamptz(o.ts_us) as happened_at, o.step, null as activity, null as slug
from occurrences as o
semi join chosen using (instance_no)
where o.own or o.instance_no = $instance
union all
select distinct u.event_no, u.happened_at, null as step, u.activity, u.slug
from unbound_events as u
semi join chosen using (instance_no)
order by event_no, step
