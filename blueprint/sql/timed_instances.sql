-- One row per timed instance: judged, finished, its limit's time passed before the cut, and its duration known.
select i.stage, i.instance_no, i.customer_no, i.duration_us
from judged as i
inner join stages as g on g.stage = i.stage
where i.state = 'finished' and i.duration_us is not null and not i.left_truncated
    and (i.by_limit or g.limit_us is null)
