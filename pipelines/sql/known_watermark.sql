-- One row: how far a database was read, and with which settings.
select settings, value
from watermarks
where source = $source
