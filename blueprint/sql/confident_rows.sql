-- One row per instance row of a case whose links are all sure enough.
select r.*
from instance_rows as r
inner join cases as c on c.case_no = r.case_no
where c.confidence >= (select identity_min from identity_gate)
