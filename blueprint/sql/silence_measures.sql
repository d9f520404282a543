-- One row per stage with an instance that has had its time: the ninth decile of the longest silence.
select i.stage, quantile_cont(q.longest_us, 0.9) as p90_us
from silences as q
inner join instances as i on i.instance_no = q.instance_no
group by i.stage
order by i.stage
