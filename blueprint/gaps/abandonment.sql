-- One row per instance that has had its limit's time: did the customer never come back.
select i.stage as subject, null as facet, i.instance_no, i.case_no, i.customer_no, null as detail,
    i.state = 'abandoned' as affected, if(i.state = 'abandoned', 1, 0) as effect
from judged as i
inner join stages as g on g.stage = i.stage
where g.abandon_max is not null and g.limit_us is not null and not g.exit_blind and i.by_limit
