-- One row per affected unit of each kind, subject and facet: an instance or, of who, where and what is seen, an occurrence.
select r.kind || ':' || r.subject || coalesce('.' || r.facet, '') as gap_id, r.kind, r.subject::varchar as subject, r.facet::varchar as facet,
    r.instance_no, i.stage, c.case_id, coalesce(nullif(i.key, ''), c.case_id) as instance,
    make_timestamptz(i.entered_us) as entered_at, r.detail, r.effect
from instance_rows as r
inner join instances as i on i.instance_no = r.instance_no
inner join cases as c on c.case_no = i.case_no
where r.affected
