-- One row per source, activity, state of binding and step that it is (or would be): events, customers, three events.
with matched as (
    select event_no, min(step) as step
    from matches
    group by event_no
),

told as (
    select distinct s.event_no, s.source, s.activity_no, s.state, c.customer_no,
        case when s.state = 'bound' then p.step else m.step end as step
    from event_states as s
    inner join cases as c on c.case_no = s.case_no
    left join matched as m on m.event_no = s.event_no
    left join (select b.event_no, t.step from bound_steps as b inner join steps as t on t.position = b.step_no) as p
        on p.event_no = s.event_no
)

select t.source, a.activity, t.state, t.step, count(distinct t.event_no) as events,
    count(distinct t.customer_no) as customers, min(t.event_no, 3) as examples
from told as t
inner join activities as a on a.activity_no = t.activity_no
group by all
order by t.state, events desc, t.source, a.activity, t.step
