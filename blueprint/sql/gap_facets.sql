-- One row per facet that a gap of any kind may have.
select unnest(['p50', 'p90', 'limit', 'pingpong', 'share']) as id
union
select facet as id
from wait_budgets
where facet is not null
order by id
