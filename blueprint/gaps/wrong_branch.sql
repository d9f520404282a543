-- One row per choice and judged instance that took an arm of it; facet share: per arm, of those that took one only.
with taken as (
    select distinct b.choice, b.arm, x.instance_no
    from branches as b
    inner join instance_steps as x on x.step = b.step and x.own
    inner join cuts as u on u.stage = x.stage and x.first_us <= coalesce(u.cut_us, x.first_us)
),

chosen as (
    select t.choice, i.instance_no, i.case_no, i.customer_no, i.stage, i.by_limit, count(*) as arms, min(t.arm) as arm
    from taken as t
    inner join judged as i on i.instance_no = t.instance_no and not i.left_truncated
    group by all
),

shared as (
    select s.subject, s.share, c.*, c.arm = s.arm as took
    from branch_shares as s
    inner join chosen as c on c.choice = s.choice and c.arms = 1
    inner join stages as g on g.stage = c.stage
    where g.limit_us is null or c.by_limit
),

sizes as (
    select subject, count(*) as instances, count(*) filter (where took) as taken
    from shared
    group by subject
),

sided as (
    select s.*, z.taken >= s.share * z.instances as is_more
    from shared as s
    inner join sizes as z on z.subject = s.subject
)

select choice as subject, null as facet, instance_no, case_no, customer_no, null as detail,
    arms > 1 as affected, if(arms > 1, 1, 0) as effect
from chosen
union all
select subject, 'share' as facet, instance_no, case_no, customer_no, if(is_more, 'more', 'fewer') as detail,
    took = is_more as affected, if(took = is_more, 1, 0) as effect
from sided
