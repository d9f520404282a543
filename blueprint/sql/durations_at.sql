-- One row: the durations of a stage at the shares `places` of its timed instances, in order.
select quantile_disc(duration_us, $places)
from timed_instances
where stage = $stage
