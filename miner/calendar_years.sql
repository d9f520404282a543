-- One row: the first and the last year in which an event lies, null without events.
select
    year(min("timestamp")) as first_year,
    year(max("timestamp")) as last_year
from events
