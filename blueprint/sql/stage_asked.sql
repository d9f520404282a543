-- One row per judged instance that could have answered: answered, or not open and entered while a source of such a signal was covered.
with asking as (
    select g.signal, g.stage
    from signals as g
    where g.kind = 'self_report' and g.is_scaled and g.stage is not null
    union
    select e.signal, i.stage
    from signal_events as e
    inner join judged as i on i.instance_no = e.instance_no
    inner join signals as g on g.signal = e.signal and g.is_previous
    where e.kind = 'self_report' and e.score is not null
),

covered as (
    select distinct a.stage, z.coverage_from_us, z.complete_until_us
    from asking as a
    inner join signal_sources as x on x.signal = a.signal
    inner join source_states as z on z.source = x.source
)

select i.instance_no, i.stage
from judged as i
semi join covered as c
    on c.stage = i.stage and i.entered_us >= c.coverage_from_us and i.entered_us <= c.complete_until_us
where i.state <> 'open'
union
select instance_no, stage
from stage_answers
