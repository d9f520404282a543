-- One row per signal: its events of a case, those without a place, those of no judged instance, and answers off its scale.
with states as (
    select e.signal, e.event_no, count(e.instance_no) > 0 as is_placed, count(i.instance_no) > 0 as is_judged,
        max(e.score) is null and g.is_scaled as is_off_scale
    from signal_events as e
    inner join signals as g on g.signal = e.signal
    left join judged as i on i.instance_no = e.instance_no
    group by e.signal, e.event_no, g.is_scaled
)

select g.signal, count(s.event_no) as events,
    count(*) filter (where not s.is_placed) as unplaced,
    count(*) filter (where s.is_placed and not s.is_judged) as not_judged,
    count(*) filter (where s.is_off_scale) as off_scale
from signals as g
left join states as s on s.signal = g.signal
group by g.signal
order by g.signal
