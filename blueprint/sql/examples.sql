-- One row per gap and up to five of its affected instances, the largest effect first.
with hit as (
    select kind, subject, facet, instance_no, max(effect) as effect
    from instance_rows
    where affected
    group by kind, subject, facet, instance_no
),

largest as (
    select kind, subject, facet, min((-coalesce(effect, -9223372036854775807), instance_no), 5) as chosen
    from hit
    group by kind, subject, facet
),

ranked as (
    select kind, subject, facet, unnest(chosen)[2] as instance_no, generate_subscripts(chosen, 1) as place
    from largest
),

traces as (
    select instance_no, list(step order by event_no, step)[:40] as trace,
        list(ts_us order by event_no, step)[:40] as at_us
    from occurrences
    where instance_no in (select instance_no from ranked)
    group by instance_no
)

select r.kind, r.subject, r.facet, c.case_id, coalesce(nullif(i.key, ''), c.case_id) as instance, i.entered_us, t.trace, t.at_us
from ranked as r
inner join instances as i on i.instance_no = r.instance_no
inner join cases as c on c.case_no = i.case_no
left join traces as t on t.instance_no = r.instance_no
order by r.kind, r.subject, r.facet, r.place
