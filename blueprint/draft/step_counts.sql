-- One row per stage and step: the instances that count (the finished ones, all when those are few), those with
-- the step, and how often 95 % of them have it at most.
with counting as (
    select stage, instance_no,
        count(*) filter (where ended_us is not null) over (partition by stage) as finished, ended_us
    from instances
),

counted as (
    select stage, instance_no
    from counting
    where ended_us is not null or finished < $least
),

sizes as (
    select stage, count(*) as instances
    from counted
    group by stage
)

select s.stage, s.step, z.instances, count(*) as with_step,
    quantile_disc(s.occurrences, 0.95)::bigint as most
from instance_steps as s
inner join counted as c on c.instance_no = s.instance_no
inner join sizes as z on z.stage = s.stage
where s.own
group by s.stage, s.step, z.instances
order by s.stage, s.step
