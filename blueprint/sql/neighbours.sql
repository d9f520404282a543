-- One row per judged instance and pair a before b of the design that are both there, with no step of theirs between; and their first events.
with present as (
    select x.instance_no, x.stage, list(s.position order by s.position) as positions,
        list({
            'no': x.first_event_no, 'us': x.first_us, 'source': x.source,
            'precision_us': x.precision_us, 'sequence': x.sequence
        } order by s.position) as firsts
    from instance_steps as x
    inner join steps as s on s.step = x.step and not s.blind
    inner join judged as i on i.instance_no = x.instance_no
    where x.own
    group by x.instance_no, x.stage
),

sets as (
    select row_number() over (order by stage, positions) as set_no, stage, positions
    from (select distinct stage, positions from present)
),

members as (
    select p.set_no, p.place, s.step
    from (
        select set_no, unnest(positions) as position, generate_subscripts(positions, 1) as place
        from sets
    ) as p
    inner join steps as s on s.position = p.position
),

pairs as (
    select a.set_no, p.before, p.after, a.place as before_place, b.place as after_place
    from members as a
    inner join precedence as p on p.before = a.step
    inner join members as b on b.set_no = a.set_no and b.step = p.after
),

parted as (
    select distinct l.set_no, l.before, r.after
    from pairs as l
    inner join pairs as r on r.set_no = l.set_no and r.before = l.after
)

select i.instance_no, n.before, n.after, i.firsts[n.before_place] as first_before, i.firsts[n.after_place] as first_after
from present as i
inner join sets as s on s.stage = i.stage and s.positions = i.positions
inner join (from pairs anti join parted using (set_no, before, after)) as n on n.set_no = s.set_no
