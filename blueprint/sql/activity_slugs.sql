-- One row per activity: its slug, the part of a gap's id that stays the same for ever.
select activity_no, coalesce(nullif(trim(regexp_replace(lower(activity), '[^\p{L}\p{N}]+', '_', 'g'), '_'), ''), 'x' || md5(activity)[1:8]) as slug
from activities
order by activity_no
