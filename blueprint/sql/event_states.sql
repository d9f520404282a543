-- One row per event of a case: bound, not_picked, ignored, unplaced or unbound.
with loose as (
    select distinct event_no
    from matches
    anti join bound_steps using (event_no)
),

rest as (
    select e.event_no, 2 as place
    from stage_events as e
    semi join loose as l on l.event_no = e.event_no
    where e.own and e.pick <> 'all'
    union all
    select event_no, 3 as place
    from loose
    union all
    select event_no, 4 as place
    from signal_matches
),

placed as (
    select event_no, min(place) as place
    from rest
    group by event_no
)

select e.event_no, c.case_no, e.activity_no, e.source::source_id as source, e.ts_us,
    case
        when b.event_no is not null then 'bound'
        when p.place = 2 then 'not_picked'
        when p.place = 3 then 'unplaced'
        when p.place = 4 or i.event_no is not null or m.activity_no is not null then 'ignored'
        else 'unbound'
    end as state
from numbered_events as e
inner join event_cases as c on c.event_no = e.event_no
left join bound_steps as b on b.event_no = e.event_no
left join placed as p on p.event_no = e.event_no
left join ignored as i on i.event_no = e.event_no
left join ignored_names as m on m.source = e.source and m.activity_no = e.activity_no
