-- One row per event asked for: where it came from, when, and what bindings may speak of.
-- Of its attributes only values that events of at least `smallest` customers have: others could name somebody.
with asked as (
    select n.event_no, e.*
    from numbered_events as n
    inner join events as e on e.event_id = n.event_id
    where list_contains($events::bigint[], n.event_no)
),

named as (
    select event_no, source, activity, name, json_extract_string(attributes, '/' || replace(replace(name, '~', '~0'), '/', '~1')) as value
    from (
        select event_no, source, activity, attributes, unnest(json_keys(attributes)) as name
        from asked
        where json_type(attributes) = 'OBJECT'
    )
),

shared as (
    select v.source, v.activity, v.name, v.value
    from (select distinct source, activity, name, value from named) as v
    inner join events as e
        on e.source = v.source and e.activity = v.activity
        and json_extract_string(e.attributes, '/' || replace(replace(v.name, '~', '~0'), '/', '~1')) = v.value
    inner join numbered_events as n on n.event_id = e.event_id
    inner join event_cases as o on o.event_no = n.event_no
    inner join cases as c on c.case_no = o.case_no
    group by all
    having count(distinct c.customer_no) >= $smallest
),

told as (
    select n.event_no, list({'name': n.name, 'value': n.value} order by n.name) as attributes
    from named as n
    semi join shared as s
        on s.source = n.source and s.activity = n.activity and s.name = n.name and s.value = n.value
    group by n.event_no
)

select a.event_no, a.source_file, a.source_row, a."timestamp" as happened_at,
    a.actor_kind, a.role, a.channel, a.public, coalesce(t.attributes, []) as attributes
from asked as a
left join told as t on t.event_no = a.event_no
order by a.event_no
