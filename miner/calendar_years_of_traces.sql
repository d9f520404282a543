-- One row: the first and the last year in which an event of a case lies, null without events.
select
    year(make_timestamptz(min(ts_us))) as first_year,
    year(make_timestamptz(max(ts_us))) as last_year
from traces
