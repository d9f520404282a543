-- One row per group of unbound events and bound step seen in one unit: in how many units, in how many the group came later.
select g.candidate, s.step, count(*) as together, count(*) filter (where g.first_no > s.first_no) as later
from group_sightings as g
inner join step_sightings as s on s.unit_no = g.unit_no
group by g.candidate, s.step
order by g.candidate, s.step
