-- One row per stage and log-spaced bin of duration (eight bins a decade of seconds): how many finished in it, and of how many customers.
select stage, cast(floor(8 * log10(greatest(duration_us, 1000000) / 1000000)) as integer) as bin, count(*) as instances,
    count(distinct customer_no) as customers
from timed_instances
group by all
order by all
