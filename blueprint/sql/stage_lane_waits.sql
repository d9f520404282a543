-- One row per stage and lane whose turn it ever was in a timed instance: in how many, quantiles of its time there, and all its time.
select w.stage, w.lane, count(*) as instances, count(distinct w.customer_no) as customers,
    quantile_cont(w.wait_us, [0.5, 0.9]) as quantiles_us, sum(w.wait_us)::hugeint as wait_us
from lane_waits as w
group by w.stage, w.lane
order by w.stage, w.lane
