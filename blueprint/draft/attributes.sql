-- One row per source, activity and kept attribute that could part it into several steps: its values.
-- It parts an activity when it has few values, nearly every event has one, and units with several
-- such events mostly have several values of it.
with named as (
    select source, activity, unit_no, name,
        json_extract_string(attributes, '$."' || replace(name, '"', '') || '"') as value
    from (
        select source, activity, unit_no, attributes, unnest(json_keys(attributes)) as name
        from draft_events
    )
    where regexp_full_match(name, '[A-Za-z0-9_ -]{1,60}')
),

sizes as (
    select source, activity, count(*) as events
    from draft_events
    group by source, activity
),

values_seen as (
    select source, activity, name, value, count(*) as events
    from named
    where value is not null
    group by source, activity, name, value
),

spread as (
    select source, activity, name, count(*) as repeated, count(*) filter (where kinds > 1) as mixed
    from (
        select source, activity, name, unit_no, count(*) as events, count(distinct value) as kinds
        from named
        where value is not null
        group by source, activity, name, unit_no
    )
    where events > 1
    group by source, activity, name
)

select v.source, v.activity, v.name, list(v.value order by v.events desc, v.value) as kinds
from values_seen as v
inner join sizes as s using (source, activity)
inner join spread as p using (source, activity, name)
group by v.source, v.activity, v.name, s.events, p.repeated, p.mixed
having
    count(*) between 2 and $most_values
    and sum(v.events) >= $covered * s.events
    and p.mixed >= $mixed * p.repeated
    and p.repeated >= $least_units
    and max(length(v.value)) <= 60
order by v.source, v.activity, count(*), v.name
