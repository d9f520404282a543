-- One row per stage: its instances, how they ended, how long the finished ones took, how many went on.
with onward as (
    select distinct i.instance_no
    from instances as i
    inner join stages as s on s.stage = i.stage
    inner join instances as n on n.stage = s.next and n.case_no = i.case_no
    where n.entered_us >= i.entered_us
)

select i.stage, count(*) as entered, count(*) filter (where i.ended_us is not null) as finished,
    count(o.instance_no) as onward,
    quantile_disc(i.duration_us, [0.5, 0.9, 0.98])
        filter (where i.ended_us is not null and not i.left_truncated) as quantiles_us
from instances as i
left join onward as o using (instance_no)
group by i.stage
order by i.stage
