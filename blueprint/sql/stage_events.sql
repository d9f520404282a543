-- One row per stage, event and step that takes part in it; `part` tells the instances apart that `restart` began.
with taken as (
    select s.stage, s.case_no, s.key, s.event_no, s.ts_us, s.source, s.precision_us, s.sequence, s.step, s.pick, true as own
    from step_events as s
    union all
    select distinct t.stage, s.case_no, if(g.object_type is null, '', s.key) as key,
        s.event_no, s.ts_us, s.source, s.precision_us, s.sequence, s.step, s.pick, false as own
    from stage_times as t
    inner join stages as g on g.stage = t.stage
    inner join step_events as s on s.step = t.step
    inner join stages as h on h.stage = s.stage
    where s.stage <> t.stage and (g.object_type is null or g.object_type = h.object_type)
),

flagged as (
    select t.*, t.step = g.restart as is_restart,
        exists (from stage_times as e where e.stage = t.stage and e.step = t.step and e.bound = 'to') as is_end,
        t.own or exists (from stage_times as b where b.stage = t.stage and b.step = t.step and b.bound = 'from') as opens
    from taken as t
    inner join stages as g on g.stage = t.stage
),

marks as (
    select stage, case_no, key, event_no, coalesce(bool_or(is_restart), false) as is_restart, bool_or(is_end) as is_end
    from flagged
    where is_restart or is_end
    group by all
),

begins as (
    select stage, case_no, key, event_no
    from (
        select *, lag(is_end) over (partition by stage, case_no, key order by event_no) as after_end
        from marks
    )
    where is_restart and after_end
)

select f.* exclude (is_restart, is_end),
    count(b.event_no) over (partition by f.stage, f.case_no, f.key order by f.event_no) as part
from flagged as f
left join begins as b
    on b.stage = f.stage and b.case_no = f.case_no and b.key = f.key and b.event_no = f.event_no
