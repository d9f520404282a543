-- One row per stage: the step that was due next in most of its abandoned instances.
with lacking as (
    select i.stage, i.instance_no, s.step, s.position
    from judged as i
    inner join steps as s on s.stage = i.stage and s.mandatory and not s.blind
    anti join instance_steps as x on x.instance_no = i.instance_no and x.step = s.step
    where i.state = 'abandoned'
        and (
            not exists (from arms as r where r.step = s.step)
            or exists (
                from arms as r
                inner join instance_steps as t on t.step = r.other and t.instance_no = i.instance_no
                where r.step = s.step
            )
        )
),

due as (
    select l.stage, l.instance_no, arg_min(l.step, l.position) as step
    from lacking as l
    where not exists (
        from precedence as p
        inner join lacking as b on b.step = p.before and b.instance_no = l.instance_no
        where p.after = l.step
    )
    group by l.stage, l.instance_no
)

select stage, mode(step order by step) as step
from due
group by stage
order by stage
