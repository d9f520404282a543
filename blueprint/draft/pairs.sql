-- One row per pair of chosen candidates: the units that have both, and those in which the first comes first.
with chosen as (
    from draft_sightings
    where list_contains($chosen::integer[], candidate)
)

select a.candidate as one, b.candidate as other, count(*) as units,
    count(*) filter (where a.first_no < b.first_no) as in_order
from chosen as a
inner join chosen as b on a.unit_no = b.unit_no and a.candidate < b.candidate
group by a.candidate, b.candidate
order by one, other
