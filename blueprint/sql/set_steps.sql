-- One row per set of steps that was seen in an instance, and step of it: its place among them.
with sets as (
    select set_no, any_value(list_transform(firsts, lambda f: f.position)) as positions
    from seen_sets
    group by set_no
)

select p.set_no, p.place, s.stage, s.step, s.blind
from (
    select set_no, unnest(positions) as position, generate_subscripts(positions, 1) as place
    from sets
) as p
inner join steps as s on s.position = p.position
order by p.set_no, p.place
