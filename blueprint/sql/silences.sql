-- One row per judged instance that has had its time: its longest time without a sign to the customer, on the stage's clock.
with watched as (
    select i.instance_no, i.stage, i.case_no, i.key, g.object_type, g.clock, i.entered_us,
        coalesce(i.ended_us, if(i.state = 'went_on', i.last_us, i.cut_us)) as until_us
    from instances as i
    inner join stages as g on g.stage = i.stage
    left join stage_silences as q on q.stage = i.stage
    where i.judged and not i.left_truncated and until_us >= i.entered_us
        and case
            when g.limit_us is not null then i.by_limit
            when q.silence_us is not null then i.age_us >= q.silence_us
            else i.state = 'finished'
        end
        and not exists (from steps as s where s.stage = i.stage and s.blind and s.role in ('customer', 'frontstage'))
),

shown as (
    select n.event_no, n.ts_us
    from events as e
    inner join numbered_events as n on n.event_id = e.event_id
    where e.public and e.actor_kind <> 'customer'
),

signs as (
    select a.instance_no, a.ts_us
    from acts as a
    inner join step_actors as x on x.step = a.step
    left join spoken as p on p.step = a.step and p.source = a.source
    where coalesce(a.public, x.above_visibility)
        or (x.above_visibility and not coalesce(p.shows_public, false))
    union all
    select w.instance_no, h.ts_us
    from shown as h
    inner join event_keys as k on k.event_no = h.event_no
    inner join watched as w on w.object_type = k.object_type and w.key = k.object_id
    union all
    select w.instance_no, h.ts_us
    from (from shown anti join event_keys using (event_no)) as h
    inner join event_cases as c on c.event_no = h.event_no
    inner join watched as w
        on w.object_type is null and w.case_no = c.case_no and h.ts_us between w.entered_us and w.until_us
),

moments as (
    select w.instance_no, w.clock, s.ts_us
    from watched as w
    inner join signs as s on s.instance_no = w.instance_no and s.ts_us > w.entered_us and s.ts_us < w.until_us
    union
    select instance_no, clock, unnest([entered_us, until_us]) as ts_us
    from watched
),

run as (
    select instance_no, ts_us as at_us
    from moments
    where clock = 'calendar'
    union all
    select m.instance_no, s.before_us + least(m.ts_us, s.close_us) - s.open_us as at_us
    from moments as m
    asof inner join calendar_spans as s on s.clock = m.clock and m.ts_us >= s.open_us
    where m.clock <> 'calendar'
),

pauses as (
    select instance_no, at_us - lag(at_us) over (partition by instance_no order by at_us) as pause_us
    from run
)

select instance_no, coalesce(max(pause_us), 0)::bigint as longest_us
from pauses
group by instance_no
