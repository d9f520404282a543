-- One row per mandatory step and instance in which it was due.
with due as (
    select s.step, i.*
    from steps as s
    inner join judged as i on i.stage = s.stage
    where s.mandatory and not s.blind and i.state <> 'open' and not i.left_truncated
),

seen_inside as (
    select p.before as step, x.instance_no, min(x.first_us) as seen_us
    from precedence as p
    inner join instance_steps as x on x.step = p.after and x.own
    group by p.before, x.instance_no
),

looked_for as (
    select i.instance_no, i.case_no, i.entered_us, l.later, l.other_object as whole_case,
        if(l.other_object, '', i.key) as key
    from judged as i
    inner join later_stages as l on l.stage = i.stage
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

witnessed as (
    select d.*, least(n.seen_us, l.seen_us) as seen_us
    from due as d
    left join seen_inside as n on n.step = d.step and n.instance_no = d.instance_no
    left join seen_later as l on l.instance_no = d.instance_no
    where n.seen_us is not null or l.seen_us is not null
)

select w.step as subject, null as facet, w.instance_no, w.case_no, w.customer_no, null as detail,
    a.instance_no is null as affected, if(a.instance_no is null, 1, 0) as effect
from witnessed as w
inner join coverage as c on c.step = w.step
left join instance_steps as a on a.step = w.step and a.instance_no = w.instance_no and a.own
where w.entered_us >= c.from_us and greatest(w.last_us, w.seen_us) <= c.until_us
    and (
        not exists (from arms as r where r.step = w.step)
        or exists (
            from arms as r
            inner join instance_steps as t on t.step = r.other and t.instance_no = w.instance_no
            where r.step = w.step
        )
    )
