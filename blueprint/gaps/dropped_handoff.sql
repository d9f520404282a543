-- One row per link with a time that crosses a line and instance whose first step was seen at least `within` before the cut.
select subject, null as facet, instance_no, case_no, customer_no, if(took_us is null, 'never', null) as detail,
    coalesce(took_us > within_us, true) as affected,
    if(affected, greatest(waited_us - within_us, 0), 0) as effect
from link_times
where crosses and age_us >= within_us
