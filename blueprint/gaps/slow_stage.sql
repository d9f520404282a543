-- One row per stage target (facet) and judged instance that has had its limit's time.
with eligible as (
    select i.*, g.p50_us, g.p90_us, g.limit_us, g.exit_blind
    from judged as i
    inner join stages as g on g.stage = i.stage
    where i.by_limit and not i.left_truncated
),

shares as (
    select e.*, t.facet, t.target_us
    from eligible as e, lateral (
        select 'p50' as facet, e.p50_us as target_us
        union all
        select 'p90' as facet, e.p90_us as target_us
    ) as t
    where t.target_us is not null and e.duration_us is not null
)

select s.stage as subject, s.facet, s.instance_no, s.case_no, s.customer_no, null as detail,
    s.duration_us::hugeint * 1000000 > s.target_us::hugeint * (1000000 + r.time_tolerance_millionths) as affected,
    if(affected, s.duration_us - s.target_us, 0) as effect
from shares as s
cross join run_window as r
union all
select stage as subject, 'limit' as facet, instance_no, case_no, customer_no,
    if(state = 'finished', null, state) as detail,
    state <> 'finished' or coalesce(duration_us > limit_us, false) as affected, if(affected, 1, 0) as effect
from eligible
where not exit_blind and started_us is not null and state <> 'went_on'
