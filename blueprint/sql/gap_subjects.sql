-- One row per subject that a gap of any kind may have: stages, steps, rules, choices and arms, pairs of steps, undesigned activities.
select stage::varchar as id
from stages
union
select step::varchar as id
from steps
union
select rule as id
from rules
union
select choice as id
from branches
union
select subject as id
from branch_shares
union
select before || '>' || after as id
from precedence
union
select source || '>' || target as id
from timed_links
union
select source || '>' || target as id
from (select distinct source, target from undesigned_moves)
union
select u.stage || '/' || l.slug as id
from (select distinct stage, activity_no from unbound_in_stages) as u
inner join activity_slugs as l on l.activity_no = u.activity_no
order by id
