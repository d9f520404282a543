-- One row per channel of the log, in its own word, the busiest first: its events.
select channel, count(*) as events
from events
where channel is not null and trim(channel) <> ''
group by channel
order by events desc, channel
limit 20
