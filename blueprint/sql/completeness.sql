-- One row per stage: instances outside the window or after the cut (not judged), and all instances.
select g.stage, count(i.instance_no) as instances, count(*) filter (where not i.judged) as not_judged
from stages as g
left join instances as i on i.stage = g.stage
group by g.stage, g.position
order by g.position
