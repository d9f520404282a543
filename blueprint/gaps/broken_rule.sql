-- One row per rule and unit that it judges: a case, a customer, an instance or an object.
with acts as (
    select s.rule, u.unit_no, s.is_second, i.judged, o.instance_no, o.event_no, o.ts_us, o.source, o.precision_us, o.sequence,
        r.per <> 'stage' or coalesce(o.ts_us <= i.cut_us, true) as is_known
    from rule_steps as s
    inner join rules as r on r.rule = s.rule
    inner join occurrences as o on o.step = s.step and o.own
    inner join rule_units as u on u.rule = s.rule and u.instance_no = o.instance_no
    inner join instances as i on i.instance_no = o.instance_no
),

firsts as (
    from acts
    where not is_second
    qualify row_number() over (partition by rule, unit_no order by event_no) = 1
),

seconds as (
    from acts
    where is_second and judged
    qualify row_number() over (partition by rule, unit_no order by event_no) = 1
),

counted as (
    select rule, unit_no, count(*) filter (where not is_second) as firsts, bool_or(judged) as is_judged,
        count(*) filter (where not is_second and is_known) as known_firsts,
        count(*) filter (where is_second and is_known) as known_seconds
    from acts
    group by rule, unit_no
),

shown as (
    select u.rule, u.unit_no,
        first(i.instance_no order by x.instance_no is null, i.entered_us, i.instance_no) as instance_no
    from rule_units as u
    inner join judged as i on i.instance_no = u.instance_no
    left join (select distinct rule, instance_no from acts) as x on x.rule = u.rule and x.instance_no = u.instance_no
    group by u.rule, u.unit_no
),

begun as (
    select u.rule, u.unit_no, i.first_us, i.entered_us, i.judged, i.left_truncated, b.by_us
    from rule_begins as b
    inner join instances as i on i.stage = b.stage
    inner join rule_units as u on u.rule = b.rule and u.instance_no = i.instance_no
    qualify row_number() over (partition by u.rule, u.unit_no order by i.first_us, i.instance_no) = 1
),

seen as (
    select b.*
    from begun as b
    inner join rules as r on r.rule = b.rule
    where not b.left_truncated and b.entered_us >= r.first_from_us
),

openings as (
    select r.rule, u.unit_no, o.event_no, o.ts_us, o.source, o.precision_us, o.sequence
    from rules as r
    inner join rule_units as u on u.rule = r.rule
    inner join occurrences as o on o.instance_no = u.instance_no and o.own
    where r.form = 'first'
    qualify row_number() over (partition by r.rule, u.unit_no order by o.event_no) = 1
),

late as (
    select b.rule, b.unit_no,
        coalesce(
            a.event_no > b.event_no
            and not if(
                a.source <> b.source,
                abs(a.ts_us - b.ts_us) < greatest(a.precision_us, b.precision_us),
                a.ts_us = b.ts_us and not coalesce(a.sequence <> b.sequence, false)
            ),
            true
        ) as affected
    from (
        select rule, unit_no, event_no, ts_us, source, precision_us, sequence from seconds
        union all
        from openings
    ) as b
    inner join rules as r on r.rule = b.rule and r.form in ('before', 'first') and b.ts_us <= r.first_until_us
    inner join seen as s on s.rule = b.rule and s.unit_no = b.unit_no and s.first_us <= b.ts_us
    left join firsts as a on a.rule = b.rule and a.unit_no = b.unit_no
),

answered as (
    select a.rule, a.unit_no, a.event_no, count(b.event_no) as answers
    from rules as r
    inner join acts as a on a.rule = r.rule and not a.is_second and a.judged
    left join acts as b
        on b.rule = a.rule and b.unit_no = a.unit_no and b.is_second
        and b.ts_us <= coalesce(a.ts_us + r.within_us, b.ts_us)
        and (b.ts_us >= a.ts_us or (a.source <> b.source and a.ts_us - b.ts_us < greatest(a.precision_us, b.precision_us)))
    where r.form = 'leads_to' and a.ts_us between r.second_from_us and r.by_us
    group by a.rule, a.unit_no, a.event_no
),

verdicts as (
    select rule, unit_no, affected
    from late
    union all
    select rule, unit_no, bool_or(answers = 0) as affected
    from answered
    group by rule, unit_no
    union all
    select s.rule, s.unit_no, coalesce(c.firsts, 0) = 0 as affected
    from seen as s
    inner join rules as r on r.rule = s.rule and r.form = 'must' and s.entered_us <= s.by_us and s.judged
    left join counted as c on c.rule = s.rule and c.unit_no = s.unit_no
    union all
    select s.rule, s.unit_no, coalesce(c.is_judged, false) as affected
    from shown as s
    inner join rules as r on r.rule = s.rule and r.form = 'never'
    left join counted as c on c.rule = s.rule and c.unit_no = s.unit_no
    union all
    select c.rule, c.unit_no, 
        if(r.form = 'not_both', c.known_firsts > 0 and c.known_seconds > 0, c.known_firsts > r.most) as affected
    from counted as c
    inner join rules as r on r.rule = c.rule and r.form in ('not_both', 'at_most')
    where c.is_judged
)

select v.rule as subject, null as facet, i.instance_no, i.case_no, i.customer_no, null as detail,
    v.affected, if(v.affected, 1, 0) as effect
from verdicts as v
inner join shown as s on s.rule = v.rule and s.unit_no = v.unit_no
inner join instances as i on i.instance_no = s.instance_no
