-- One row per stage: the first designed step that most of its abandoned instances lack.
with lacking as (
    select i.stage, i.instance_no, arg_min(s.step, s.position) as step
    from judged as i
    inner join steps as s on s.stage = i.stage and s.mandatory and not s.blind
    anti join instance_steps as x on x.instance_no = i.instance_no and x.step = s.step
    where i.state = 'abandoned'
    group by i.stage, i.instance_no
)

select stage, mode(step order by step) as step
from lacking
group by stage
order by stage
