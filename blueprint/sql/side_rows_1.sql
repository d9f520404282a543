-- One row per test and eligible unit of the first side.
select * exclude (side)
from side_tests
where side = 1
