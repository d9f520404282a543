-- One row per event of a case: bound, not_picked, ignored, unplaced or unbound.
with picked as (select distinct event_no from occurrences where own),

placed as (select distinct event_no from stage_events where own),

matched as (select distinct event_no from matches),

known as (
    select event_no from ignored
    union
    select event_no from signal_matches
)

select e.event_no, c.case_no, e.activity_no, e.source, e.ts_us,
    case
        when p.event_no is not null then 'bound'
        when l.event_no is not null then 'not_picked'
        when m.event_no is not null then 'unplaced'
        when g.event_no is not null then 'ignored'
        else 'unbound'
    end as state
from numbered_events as e
inner join event_cases as c on c.event_no = e.event_no
left join picked as p on p.event_no = e.event_no
left join placed as l on l.event_no = e.event_no
left join matched as m on m.event_no = e.event_no
left join known as g on g.event_no = e.event_no
