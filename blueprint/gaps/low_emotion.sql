-- One row per stage with an expected emotion and judged instance in which a customer said how it was; effect in millionths of a point.
select a.stage as subject, null as facet, a.instance_no, a.case_no, a.customer_no, null as detail,
    a.score < g.least as affected, g.expected - a.score as effect
from stage_answers as a
inner join expected_emotions as g on g.stage = a.stage
