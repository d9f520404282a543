-- One row per place between two steps in their order: units that have a step before it, units that have one
-- after it too, and the median wait across it (0 where what comes after began before).
with placed as (
    select s.unit_no, o.place, s.first_us
    from draft_sightings as s
    inner join (
        select unnest($ordered::integer[]) as candidate,
            generate_subscripts($ordered::integer[], 1) as place
    ) as o using (candidate)
),

spans as (
    select unit_no, place,
        lead(place) over whole as next_place,
        max(first_us) over (whole rows between unbounded preceding and current row) as before_us,
        min(first_us) over (whole rows between 1 following and unbounded following) as after_us
    from placed
    window whole as (partition by unit_no order by place)
),

counted as (
    select b.boundary, count(*) as units_before, count(s.next_place) as units_across,
        quantile_disc(greatest(s.after_us - s.before_us, 0), 0.5) as wait_us
    from spans as s
    inner join (select unnest(range(1, len($ordered::integer[]))) as boundary) as b
        on b.boundary >= s.place and b.boundary < coalesce(s.next_place, len($ordered::integer[]) + 1)
    group by b.boundary
)

select boundary, units_before, units_across, coalesce(wait_us, 0)::bigint as wait_us
from counted
order by boundary
