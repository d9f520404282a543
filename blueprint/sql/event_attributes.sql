-- One row per event of a case that has a value of the attribute $attribute (at $path in its JSON).
select n.event_no, c.case_no, $attribute as attribute, json_extract_string(e.attributes, $path) as value
from events as e
inner join numbered_events as n on n.event_id = e.event_id
inner join event_cases as c on c.event_no = n.event_no
where coalesce(json_extract_string(e.attributes, $path), '') <> ''
