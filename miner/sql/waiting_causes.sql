-- One row per pair of activities of which one enabled the other: the waits between, and what they were spent on (microseconds).
with waits as (
    select
        traces.group_no,
        befores.activity_no as previous_activity_no,
        traces.activity_no,
        count(*) as waits,
        sum(told.wait_us) as wait_us,
        sum(told.batching_us) as batching_us,
        sum(told.contention_us) as contention_us,
        sum(told.prioritisation_us) as prioritisation_us,
        sum(told.unavailability_us) as unavailability_us,
        sum(told.extraneous_us) as extraneous_us,
        sum(told.unexplained_us) as unexplained_us
    from traces
    inner join main.wait_causes as told using (event_no)
    left join traces as befores on told.previous_event_no = befores.event_no
    group by traces.group_no, befores.activity_no, traces.activity_no
)

select
    waits.group_no,
    sources.activity as source,
    targets.activity as target,
    waits.waits,
    waits.wait_us::bigint as wait_us,
    waits.batching_us::bigint as batching_us,
    waits.contention_us::bigint as contention_us,
    waits.prioritisation_us::bigint as prioritisation_us,
    waits.unavailability_us::bigint as unavailability_us,
    waits.extraneous_us::bigint as extraneous_us,
    waits.unexplained_us::bigint as unexplained_us
from waits
left join activities as sources on waits.previous_activity_no = sources.activity_no
inner join activities as targets on waits.activity_no = targets.activity_no
order by waits.group_no, waits.wait_us desc, source nulls last, target, waits.activity_no
