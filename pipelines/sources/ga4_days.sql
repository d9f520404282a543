-- One row per day of which Fivetran's table has the final events: its intraday events are superseded.
select distinct
    'daily' as kind,
    cleaned(doc ->> '$.date') as id,
    'daily' as label,
    timestamptz '1971-01-01 00:00:00+00' as written_at
from records
where lower(cleaned(doc ->> '$.is_intraday')) in ('false', '0')
