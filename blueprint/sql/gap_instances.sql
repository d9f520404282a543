-- One row per example of a gap: the instance, its case, what was seen in a word, the effect; the largest effect first.
select r.instance_no, c.case_id, coalesce(nullif(i.key, ''), c.case_id) as instance,
    any_value(r.detail) as detail, max(r.effect) as effect
from gap_rows as r
inner join instances as i on i.instance_no = r.instance_no
inner join cases as c on c.case_no = i.case_no
where r.affected
group by r.instance_no, c.case_id, i.key
order by effect desc, r.instance_no
limit 5
