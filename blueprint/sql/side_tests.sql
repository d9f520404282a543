-- One row per test and eligible unit of either side: those of the gap kinds, and one per quantile of a timed stage.
select r.kind, r.subject, r.facet, r.instance_no, r.case_no, r.customer_no, r.detail, r.affected, r.effect, s.side
from instance_rows as r
inner join sides as s on s.instance_no = r.instance_no
union all
select 'time' as kind, t.stage as subject, q.facet, t.instance_no, i.case_no, t.customer_no, null as detail,
    t.duration_us > q.at_us as affected, 0 as effect, s.side
from timed_sides as t
inner join instances as i on i.instance_no = t.instance_no
inner join pooled_quantiles as q on q.stage = t.stage
inner join sides as s on s.instance_no = t.instance_no
