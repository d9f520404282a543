-- One row: how many cases of a published run are named by somebody who was forgotten, or by an object of theirs.
with named as (
    -- an episode is ID#number; where the customer's own type is not known, the type stands before
    select regexp_replace(case_id, '#\d+$', '') as name
    from read_parquet($cases)
),

asked as (
    select name as id, getvariable('case_types') as kinds
    from named
    union all
    select substr(name, strpos(name, ':') + 1) as id, [split_part(name, ':', 1)] as kinds
    from named
    where strpos(name, ':') > 0
)

select count(*) as cases
from asked
where list_has_any(getvariable('tombstones'), [tombstone(kind, id) for kind in kinds])
