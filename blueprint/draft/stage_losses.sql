-- One row per stage with a limit: instances that entered a limit before the cut, those that never came back, those
-- whose time can be judged, and those of them that took longer than the limit or never finished.
select i.stage, count(*) as eligible,
    count(*) filter (
        where i.ended_us is null and i.state <> 'went_on' and i.cut_us - i.active_us >= l.limit_us
    ) as abandoned,
    count(*) filter (where timed) as timed,
    count(*) filter (where timed and (i.ended_us is null or i.duration_us > l.limit_us)) as late
from (
    select *, started_us is not null and not left_truncated and state <> 'went_on' as timed
    from instances
) as i
inner join draft_limits as l using (stage)
where i.cut_us - i.entered_us >= l.limit_us
group by i.stage
order by i.stage
