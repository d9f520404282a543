-- One row per activity: its slug, the part of a gap's id that stays the same for ever.
with slugged as (
    select activity_no, activity, trim(regexp_replace(lower(activity), '[^\p{L}\p{N}]+', '_', 'g'), '_') as slug
    from activities
)

select activity_no,
    case
        when slug = '' then 'x' || md5(activity)[1:8]
        when count(*) over (partition by slug) > 1 then slug || '_' || md5(activity)[1:4]
        else slug
    end as slug
from slugged
order by activity_no
