-- One row per stage and distinct sequence of its own steps in finished judged instances, with how many, of how many customers.
with traces as (
    select i.stage, i.instance_no, any_value(i.customer_no) as customer_no, list(o.step order by o.event_no, o.step) as trace
    from judged as i
    inner join occurrences as o on o.instance_no = i.instance_no and o.own
    where i.state = 'finished' and not i.left_truncated
    group by i.stage, i.instance_no
)

select row_number() over (order by stage, count(*) desc, trace) as variant_no, stage, trace,
    count(*) as instances, count(distinct customer_no) as customers
from traces
group by stage, trace
order by variant_no
