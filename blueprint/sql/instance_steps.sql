-- One row per instance and step seen in it: how often, first and last time, and the first event's source and precision.
select instance_no, stage, case_no, key, step, bool_or(own) as own, count(*) as occurrences,
    min(event_no) as first_event_no, max(event_no) as last_event_no, min(ts_us) as first_us, max(ts_us) as last_us,
    arg_min(source, event_no) as source, arg_min(precision_us, event_no) as precision_us,
    arg_min_null(sequence, event_no) as sequence
from occurrences
group by instance_no, stage, case_no, key, step
order by instance_no, step
