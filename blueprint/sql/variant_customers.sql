-- One row per variant of the cases, at the level of steps: the customers who have it.
with step_traces as (
    select t.case_no, list(n.activity order by t.event_no) as trace
    from traces as t
    inner join bound_steps as b on b.event_no = t.event_no
    inner join step_names as n on n.activity_no = b.step_no
    group by t.case_no
)

select s.trace, count(distinct c.customer_no) as customers
from step_traces as s
inner join cases as c on c.case_no = s.case_no
group by s.trace
order by s.trace
