-- One row per stage and log-spaced bin of duration (eight bins a decade of seconds): how many finished in it.
select i.stage, cast(floor(8 * log10(greatest(i.duration_us, 1000000) / 1000000)) as integer) as bin, count(*) as instances
from judged as i
inner join stages as g on g.stage = i.stage
where i.state = 'finished' and i.duration_us is not null and not i.left_truncated
    and (i.by_limit or g.limit_us is null)
group by all
order by all
