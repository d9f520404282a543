-- One row per step that no log can show.
select step
from steps
where blind
order by position
