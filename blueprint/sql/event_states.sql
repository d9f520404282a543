-- One row per event of a case: bound, not_picked, ignored, unplaced or unbound.
with known as (
    select event_no, 1 as place
    from occurrences
    where own
    union all
    select event_no, 2 as place
    from stage_events
    where own and pick <> 'all'
    union all
    select event_no, 3 as place
    from matches
    union all
    select event_no, 4 as place
    from ignored
    union all
    select event_no, 4 as place
    from signal_matches
),

placed as (
    select event_no, min(place) as place
    from known
    group by event_no
)

select e.event_no, c.case_no, e.activity_no, e.source::source_id as source, e.ts_us,
    (['bound', 'not_picked', 'unplaced', 'ignored', 'unbound'])[coalesce(p.place, 5)] as state
from numbered_events as e
inner join event_cases as c on c.event_no = e.event_no
left join placed as p on p.event_no = e.event_no
