-- One row: how many cases of a published run are named by somebody who was forgotten. A case is `id` or `type:id`.
select count(*) as cases
from read_parquet($cases)
where
    list_contains(getvariable('tombstones'), tombstone(getvariable('customer_type'), case_id))
    or list_contains(
        getvariable('tombstones'),
        tombstone(split_part(case_id, ':', 1), substr(case_id, strpos(case_id, ':') + 1))
    )
