-- One row per variant of the cases, at the level of steps: the `most` most frequent ones, then all others in one row.
with step_traces as (
    select t.case_no, list(b.step_no order by t.event_no) as trace, max(t.ts_us) - min(t.ts_us) as span_us
    from traces as t
    inner join bound_steps as b on b.event_no = t.event_no
    group by t.case_no
),

counted as (
    select s.trace, count(*) as cases, count(distinct c.customer_no) as customers,
        quantile_cont(s.span_us, [0.5, 0.9]) as quantiles_us
    from step_traces as s
    inner join cases as c on c.case_no = s.case_no
    group by s.trace
),

ranked as (
    select *, least(row_number() over (order by cases desc, trace), $most + 1) as place
    from counted
),

placed as (
    select place, any_value(trace) as trace, sum(cases)::bigint as cases, sum(customers)::bigint as summed, max(customers) as most,
        if(place <= $most, any_value(quantiles_us), null) as quantiles_us
    from ranked
    group by place
),

named as (
    select u.place, list(s.step::varchar order by u.at) as trace
    from (select place, unnest(trace) as step_no, generate_subscripts(trace, 1) as at from placed where place <= $most) as u
    inner join steps as s on s.position = u.step_no
    group by u.place
),

-- one customer may have several of the variants
alone as (
    select count(*) = count(distinct customer_no) as one_case_each
    from cases
)

select coalesce(n.trace, ['others']) as trace, p.cases,
    if(p.place > $most and not a.one_case_each, p.most, p.summed) as customers, sum(p.cases) over ()::bigint as total,
    p.quantiles_us
from placed as p
cross join alone as a
left join named as n on n.place = p.place
order by p.place
