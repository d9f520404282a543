-- One row per judged instance in which a customer said how it was: the mean of the last answers to each signal, in millionths.
with last_answers as (
    select instance_no, signal, arg_max(score, event_no) as score, max(event_no) as event_no
    from signal_events
    where kind = 'self_report' and score is not null and instance_no is not null
    group by instance_no, signal
)

select i.instance_no, i.stage, i.case_no, i.customer_no, round(sum(a.score)::bigint / count(*))::bigint as score,
    max(a.event_no) as event_no
from last_answers as a
inner join judged as i on i.instance_no = a.instance_no
group by i.instance_no, i.stage, i.case_no, i.customer_no
order by i.instance_no
