-- One row per designed step: its number and id, as labels of a log of steps.
select position as activity_no, step as activity
from steps
order by position
