-- One row per judged instance and pair a before b of the design that are both there, with no step of theirs between; and their first events.
with pairs as (
    select a.set_no, p.before, p.after, a.place as before_place, b.place as after_place
    from set_steps as a
    inner join precedence as p on p.before = a.step
    inner join set_steps as b on b.set_no = a.set_no and b.step = p.after and not b.blind
    where not a.blind
),

parted as (
    select distinct l.set_no, l.before, r.after
    from pairs as l
    inner join pairs as r on r.set_no = l.set_no and r.before = l.after
)

select i.instance_no, n.before, n.after, i.firsts[n.before_place] as first_before, i.firsts[n.after_place] as first_after
from seen_sets as i
inner join (from pairs anti join parted using (set_no, before, after)) as n on n.set_no = i.set_no
