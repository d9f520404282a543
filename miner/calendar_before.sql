-- One row: the latest moment from which a clock still runs $span_us up to a moment, null for an unknown clock.
select max(open_us + $worked_us::bigint - $span_us::bigint - before_us) as ts_us
from calendar_spans
where clock = $clock::varchar
    and open_us = (
        select max(open_us)
        from calendar_spans
        where clock = $clock::varchar and before_us <= $worked_us::bigint - $span_us::bigint
    )
