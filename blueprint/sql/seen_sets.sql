-- One row per judged instance with steps of its stage: the steps seen in it, in the design's order, with the first event of each.
with present as (
    select x.instance_no, x.stage,
        list_sort(list({
            'position': s.position, 'no': x.first_event_no, 'us': x.first_us, 'source': x.source,
            'precision_us': x.precision_us, 'sequence': x.sequence
        })) as firsts
    from instance_steps as x
    inner join steps as s on s.step = x.step
    inner join judged as i on i.instance_no = x.instance_no
    where x.own
    group by x.instance_no, x.stage
),

placed as (
    select *, list_transform(firsts, lambda f: f.position) as positions
    from present
),

sets as (
    select row_number() over (order by stage, positions) as set_no, stage, positions
    from (select distinct stage, positions from placed)
)

select p.instance_no, p.stage, s.set_no, p.firsts
from placed as p
inner join sets as s on s.stage = p.stage and s.positions = p.positions
