-- One row per bound step: the units that have it.
select step, count(*) as units
from step_sightings
group by step
order by step
