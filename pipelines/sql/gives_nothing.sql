-- One row per input row, without an event: a table that is known and says nothing of events.
select source_row, 1 as part, reason, raw, false as skipped
from records
