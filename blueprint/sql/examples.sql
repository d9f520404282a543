-- One row per gap and up to five of its affected instances, the largest effect first.
with hit as (
    select kind, subject, facet, instance_no, max(effect) as effect
    from instance_rows
    where affected
    group by all
),

ranked as (
    select r.*,
        row_number() over (partition by r.kind, r.subject, r.facet order by r.effect desc, r.instance_no) as place
    from hit as r
)

select r.kind, r.subject, r.facet, c.case_id, coalesce(nullif(i.key, ''), c.case_id) as instance, i.entered_us,
    (
        select list(s.step order by s.event_no)
        from (
            select o.step, o.event_no
            from occurrences as o
            where o.instance_no = r.instance_no
            order by o.event_no
            limit 40
        ) as s
    ) as trace
from ranked as r
inner join instances as i on i.instance_no = r.instance_no
inner join cases as c on c.case_no = i.case_no
where r.place <= 5
order by r.kind, r.subject, r.facet, r.place
