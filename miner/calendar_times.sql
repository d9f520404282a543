-- One row per table of this log that has times, the events first: the script that gives their years.
select 'calendar_years' || if(table_name = 'events', '', '_of_traces') || '.sql' as script
from information_schema.tables
where table_name in ('events', 'traces')
group by table_name
order by table_name
