-- One row per stage: how many instances are timed, their median and P90.
select stage, count(*) as n, quantile_cont(duration_us, [0.5, 0.9]) as quantiles
from timed_instances
group by stage
order by stage
