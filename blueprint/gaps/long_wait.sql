-- One row per wait budget (facet: a lane, or a role) and finished instance that has had its limit's time.
with budgets as (
    select stage, facet, budget_us, list(lane) as lanes
    from wait_budgets
    group by stage, facet, budget_us
),

visible as (
    select b.*
    from budgets as b
    where not exists (
        from steps as s
        where s.stage = b.stage and s.blind and not list_contains(b.lanes, s.lane)
    )
),

waited as (
    select b.stage, b.facet, b.budget_us, i.instance_no, i.case_no, i.customer_no,
        coalesce(sum(w.wait_us), 0)::bigint as wait_us
    from visible as b
    inner join stages as g on g.stage = b.stage
    inner join judged as i on i.stage = b.stage and i.state = 'finished' and i.duration_us is not null
    left join lane_waits as w on w.instance_no = i.instance_no and list_contains(b.lanes, w.lane)
    where not i.left_truncated and if(g.limit_us is null, i.age_us >= b.budget_us, i.by_limit)
    group by b.stage, b.facet, b.budget_us, i.instance_no, i.case_no, i.customer_no
)

select stage as subject, facet, instance_no, case_no, customer_no, null as detail,
    wait_us > budget_us as affected, if(affected, wait_us - budget_us, 0) as effect
from waited
