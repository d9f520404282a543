-- One row per stage: its judged instances by state, and times of the finished ones that entered by cut - limit.
with timed as (
    select i.* exclude (state), g.p90_us,
        if(g.exit_blind and i.state in ('abandoned', 'overdue'), 'open', i.state) as state,
        i.state = 'finished' and i.duration_us is not null and not i.left_truncated
        and (i.by_limit or g.limit_us is null) as is_timed, g.limit_us as stage_limit_us,
        exists (
            from instances as n
            inner join later_stages as l on l.stage = g.stage and l.later = g.next
            where n.stage = g.next and n.case_no = i.case_no and (l.other_object or n.key = i.key)
                and n.entered_us >= i.entered_us
        ) as reached
    from judged as i
    inner join stages as g on g.stage = i.stage
)

select g.stage,
    count(t.instance_no) as entered,
    count(*) filter (where t.state = 'finished') as finished,
    count(*) filter (where t.state = 'went_on') as went_on,
    count(*) filter (where t.state = 'abandoned') as abandoned,
    count(*) filter (where t.state = 'overdue') as overdue,
    count(*) filter (where t.state = 'open') as open,
    count(*) filter (where t.left_truncated) as left_truncated,
    count(distinct t.customer_no) as customers,
    count(*) filter (where t.is_timed) as judged,
    sum(t.duration_us) filter (where t.is_timed) as total_us,
    quantile_cont(t.duration_us, [0.1, 0.5, 0.9]) filter (where t.is_timed) as quantiles_us,
    count(*) filter (where t.is_timed and t.duration_us <= t.p90_us) as within_target,
    count(*) filter (where t.is_timed and t.duration_us <= t.stage_limit_us) as within_limit,
    count(*) filter (where t.reached) as reached,
    quantile_cont(t.ended_us - t.started_us, [0.5, 0.9]) filter (where t.is_timed and g.clock <> 'calendar') as calendar_us
from stages as g
left join timed as t on t.stage = g.stage
group by g.stage, g.position
order by g.position
