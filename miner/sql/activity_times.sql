-- One row per activity and kind of time: processing, the wait before it, or, without a start, inter-event time (microseconds).
with instances as (
    select
        traces.group_no,
        traces.activity_no,
        told.enabled_us,
        told.start_us,
        told.complete_us
    from traces
    inner join main.activity_instances as told using (event_no)
),

times as (
    select
        group_no,
        activity_no,
        unnest(['processing', 'waiting', 'inter_event']) as kind,
        unnest([
            complete_us - start_us,
            start_us - enabled_us,
            if(start_us is null, complete_us - enabled_us, null)
        ]) as length_us
    from instances
),

summed as (
    select
        group_no,
        activity_no,
        kind,
        count(*) as instances,
        sum(length_us) as total_us,
        quantile_cont(length_us, [0.5, 0.9]) as quantiles_us
    from times
    where length_us is not null
    group by group_no, activity_no, kind
)

select
    summed.group_no,
    activities.activity,
    summed.kind,
    summed.instances,
    summed.total_us::bigint as total_us,
    ((2 * summed.total_us + summed.instances) // (2 * summed.instances))::bigint as mean_us,
    round(summed.quantiles_us[1])::bigint as p50_us,
    round(summed.quantiles_us[2])::bigint as p90_us
from summed
inner join activities using (activity_no)
order by summed.group_no, activities.activity, activities.activity_no, summed.kind
