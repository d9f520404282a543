-- One row per stage and quantile: that of the timed instances of both sides together.
select stage, unnest(['p50', 'p90']) as facet, unnest(quantile_disc(duration_us, [0.5, 0.9])) as at_us
from timed_sides
group by stage
order by stage, facet
