-- One row: units in which the last candidate happened, and those in which the first came again after it.
select count(*) as units, count(*) filter (where a.last_no > z.first_no) as again
from draft_sightings as z
inner join draft_sightings as a using (unit_no)
where z.candidate = $last and a.candidate = $first
order by all
