-- One row per test and eligible unit of the second side.
select * exclude (side)
from side_tests
where side = 2
