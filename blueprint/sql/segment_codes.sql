-- One row per attribute and value that enough instances have: the 50 most frequent values of each, numbered.
with counted as (
    select attribute, value, count(*) as instances
    from instance_segments
    group by attribute, value
    having instances >= (select min_cases from segment_zone)
)

select row_number() over (order by attribute, value) as code, attribute, value
from counted
qualify row_number() over (partition by attribute order by instances desc, value) <= 50
order by code
