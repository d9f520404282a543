-- One row per stage and step that takes part in it: its own, and those of other stages that time it.
with named as (
    select stage, step, bool_or(bound = 'from') as is_start, bool_or(bound = 'to') as is_end
    from stage_times
    group by stage, step
),

taken as (
    select stage, step, true as own
    from steps
    union all
    select n.stage, n.step, false as own
    from named as n
    inner join steps as s on s.step = n.step
    inner join stages as g on g.stage = n.stage
    inner join stages as h on h.stage = s.stage
    where s.stage <> n.stage and (g.object_type is null or g.object_type = h.object_type)
)

select t.stage, t.step, t.own, t.own or coalesce(n.is_start, false) as opens,
    coalesce(n.is_end, false) as is_end, coalesce(t.step = g.restart, false) as is_restart,
    g.object_type is null as whole_case, g.restart is not null as has_restart
from taken as t
inner join stages as g on g.stage = t.stage
left join named as n on n.stage = t.stage and n.step = t.step
