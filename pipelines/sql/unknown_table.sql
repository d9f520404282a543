-- One row per input row, kept apart without its text: the columns fit no table of the format.
select
    source_row,
    1 as part,
    coalesce(reason, 'unknown_table') as reason,
    case when reason is not null then raw end as raw,
    false as skipped
from records
