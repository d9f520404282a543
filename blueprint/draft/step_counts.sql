-- One row per stage and step: the instances that count (those that finished or came to a later stage; all when
-- those are few), those with the step, and how often 95 % of these have it at most.
with onward as (
    select distinct i.instance_no
    from instances as i
    inner join later_stages as l on l.stage = i.stage
    inner join instances as n on n.stage = l.later and n.case_no = i.case_no
    where n.entered_us >= i.entered_us
),

counting as (
    select stage, instance_no, whole, count(*) filter (where whole) over (partition by stage) as many
    from (
        select i.stage, i.instance_no,
            i.ended_us is not null or o.instance_no is not null as whole
        from instances as i
        left join onward as o using (instance_no)
    )
),

counted as (
    select stage, instance_no
    from counting
    where whole or many < $least
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
