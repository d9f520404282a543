-- One row per life: its units in which something happened that is not noise.
select u.life, count(distinct s.unit_no) as units
from draft_sightings as s
inner join draft_units as u using (unit_no)
where not list_contains($noise::integer[], s.candidate)
group by u.life
order by u.life
