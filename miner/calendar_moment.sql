-- One row: what a clock has run up to one moment, null for an unknown clock.
with moments as ( -- noqa: ST03
    select
        $clock::varchar as clock,
        $at_us::bigint as ts_us
)

select worked_us from with_worked('moments')
