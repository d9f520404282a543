-- One row per pair of steps of one stage: instances that have both, and those in which the first comes first.
select a.step as one, b.step as other, count(*) as instances,
    count(*) filter (where a.first_event_no < b.first_event_no) as in_order
from instance_steps as a
inner join instance_steps as b on a.instance_no = b.instance_no and a.step < b.step
where a.own and b.own
group by a.step, b.step
order by one, other
