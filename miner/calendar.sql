-- One row per clock and span in which it runs; before_us is what it has run before that span.
-- The first span of a clock is empty and lies before all time: every moment has a span at or before.
create or replace table calendar_spans as
with spans as (
    select
        unnest($clocks::varchar[]) as clock,
        unnest($opens::bigint[]) as open_us,
        unnest($closes::bigint[]) as close_us
)

select
    clock,
    open_us,
    close_us,
    coalesce(
        sum(close_us - open_us) over (
            partition by clock order by open_us rows between unbounded preceding and 1 preceding
        ),
        0
    )::bigint as before_us
from spans
order by clock, open_us;

-- The rows of a table or common table expression with clock and ts_us, and worked_us beside them:
-- what the clock has run up to that moment. Business time between two moments is the difference.
create or replace macro with_worked(moments) as table
select
    moments_of.*,
    case
        when moments_of.clock = 'calendar' then moments_of.ts_us
        else spans.before_us + least(moments_of.ts_us, spans.close_us) - spans.open_us
    end as worked_us
from query_table(moments) as moments_of
asof left join calendar_spans as spans
    on moments_of.clock = spans.clock and moments_of.ts_us >= spans.open_us;
