-- One row per mandatory step and instance in which it was due.
with due as (
    select s.step, i.*
    from steps as s
    inner join judged as i on i.stage = s.stage
    where s.mandatory and not s.blind and i.state <> 'open' and not i.left_truncated
),

-- what a set of steps says of a step: it is there, a step after it is, one of its arm is
told as (
    select m.set_no, s.step, bool_or(m.step = s.step) as is_present,
        bool_or(p.after is not null) as is_inside, bool_or(r.other is not null) as is_taken
    from set_steps as m
    inner join steps as s on s.stage = m.stage and s.mandatory and not s.blind
    left join precedence as p on p.before = s.step and p.after = m.step
    left join arms as r on r.step = s.step and r.other = m.step
    group by m.set_no, s.step
),

asked as (
    select d.step, d.instance_no, d.stage, d.case_no, d.customer_no, d.key, d.entered_us, d.last_us,
        coalesce(t.is_present, false) as is_present, coalesce(t.is_inside, false) as is_inside
    from due as d
    left join seen_sets as x on x.instance_no = d.instance_no
    left join told as t on t.set_no = x.set_no and t.step = d.step
    where coalesce(t.is_taken, false) or d.step not in (select step from arms)
),

looked_for as (
    select i.instance_no, i.case_no, i.entered_us, l.later, l.other_object as whole_case,
        if(l.other_object, '', i.key) as key
    from judged as i
    inner join later_stages as l on l.stage = i.stage
    where i.instance_no in (select a.instance_no from asked as a where not a.is_inside)
),

spans as (
    select stage, case_no, key, false as whole_case, min(first_us) as first_us, max(last_us) as last_us
    from instance_steps
    where own
    group by stage, case_no, key
    union all
    select stage, case_no, '' as key, true as whole_case, min(first_us) as first_us, max(last_us) as last_us
    from instance_steps
    where own
    group by stage, case_no
),

met as (
    select f.*, s.first_us
    from looked_for as f
    inner join spans as s
        on s.stage = f.later and s.case_no = f.case_no and s.key = f.key
        and s.whole_case = f.whole_case and f.entered_us <= s.last_us
),

-- only where the later stage had begun before is it worth a look at single acts
amid as (
    from met
    where entered_us > first_us
),

later_acts as (
    select stage, case_no, key, ts_us, false as whole_case
    from occurrences
    where own and case_no in (select a.case_no from amid as a)
    union all
    select stage, case_no, '' as key, ts_us, true as whole_case
    from occurrences
    where own and case_no in (select a.case_no from amid as a)
),

seen_later as (
    select instance_no, min(seen_us) as seen_us
    from (
        select instance_no, first_us as seen_us
        from met
        where entered_us <= first_us
        union all
        select f.instance_no, a.ts_us as seen_us
        from amid as f
        asof inner join later_acts as a
            on a.stage = f.later and a.case_no = f.case_no and a.key = f.key
            and a.whole_case = f.whole_case and f.entered_us <= a.ts_us
    )
    group by instance_no
),

coverage as (
    select x.step, max(z.coverage_from_us) as from_us, min(z.complete_until_us) as until_us
    from step_sources as x
    inner join source_states as z on z.source = x.source
    group by x.step
),

-- a step seen inside was seen by the instance's last moment: nothing later is asked for
witnessed as (
    select a.*, greatest(a.last_us, if(a.is_inside, a.last_us, l.seen_us)) as seen_us
    from asked as a
    left join seen_later as l on l.instance_no = a.instance_no
    where a.is_inside or l.seen_us is not null
)

select w.step as subject, null as facet, w.instance_no, w.case_no, w.customer_no, null as detail,
    not w.is_present as affected, if(w.is_present, 0, 1) as effect
from witnessed as w
inner join coverage as c on c.step = w.step
where w.entered_us >= c.from_us and w.seen_us <= c.until_us
