-- One row per stage, event and step that takes part in it; `part` tells the instances apart that `restart` began.
with taken as (
    select t.stage, s.case_no, s.key, s.event_no, s.ts_us, s.source, s.precision_us, s.sequence, s.step, s.pick,
        t.own, t.opens, t.has_restart
    from step_events as s
    inner join stage_steps as t on t.step = s.step and t.own
    union all
    select distinct t.stage, s.case_no, if(t.whole_case, '', s.key) as key,
        s.event_no, s.ts_us, s.source, s.precision_us, s.sequence, s.step, s.pick, t.own, t.opens, t.has_restart
    from step_events as s
    inner join stage_steps as t on t.step = s.step and not t.own
),

marks as (
    select r.stage, r.case_no, r.key, r.event_no, bool_or(t.is_restart) as is_restart, bool_or(t.is_end) as is_end
    from taken as r
    inner join stage_steps as t on t.stage = r.stage and t.step = r.step and (t.is_restart or t.is_end)
    where r.has_restart
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

select * exclude (has_restart), 0 as part
from taken
where not has_restart
union all
select t.* exclude (has_restart),
    count(b.event_no) over (partition by t.stage, t.case_no, t.key order by t.event_no) as part
from taken as t
left join begins as b
    on b.stage = t.stage and b.case_no = t.case_no and b.key = t.key and b.event_no = t.event_no
where t.has_restart
