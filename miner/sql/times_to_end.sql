-- One row per duration and kind of end: the cases that ended so, or were last seen, after so long (microseconds).
with kinds as (
    select
        activity_no,
        if(list_contains($goal::varchar[], activity), 'reached', 'otherwise') as kind
    from activities
    where list_contains(list_concat($goal::varchar[], $otherwise::varchar[]), activity)
),

case_ends as (
    select
        traces.group_no,
        min(traces.ts_us) as begun_us,
        arg_min((traces.ts_us, kinds.kind), traces.event_no)
            filter (where kinds.kind is not null) as first_end
    from traces
    left join kinds using (activity_no)
    where traces.ts_us <= $until_us::bigint
    group by traces.group_no, traces.case_no
)

select
    group_no,
    coalesce(first_end[1], $until_us::bigint) - begun_us as duration_us,
    coalesce(first_end[2], 'open') as kind_of_end,
    count(*) as cases
from case_ends
group by all
order by group_no, duration_us, kind_of_end
