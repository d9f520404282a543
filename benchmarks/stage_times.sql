-- One row: the cases in which $target happened after $source, and the time from first to first (microseconds).
with firsts as (
    select
        min(traces.ts_us) filter (activities.activity = $source) as source_us,
        min(traces.ts_us) filter (activities.activity = $target) as target_us
    from traces
    inner join activities using (activity_no)
    where activities.activity in ($source, $target)
    group by traces.case_no
)

select
    count(*) as cases,
    quantile_cont(target_us - source_us, [0.5, 0.9]) as quantiles_us
from firsts
where target_us >= source_us
