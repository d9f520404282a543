-- One row per choice: what a number of a table's field is called, in English before the first other language by its code.
with choices as (
    select
        lower(plain_value(json_extract(doc, '$.name'))) as table_name,
        lower(plain_value(json_extract(doc, '$.element'))) as element,
        plain_value(json_extract(doc, '$.value')) as value,
        plain_value(json_extract(doc, '$.label')) as label,
        coalesce(lower(plain_value(json_extract(doc, '$.language'))), 'en') as language,
        coalesce(lower(plain_value(json_extract(doc, '$.inactive'))), 'false') in ('true', '1') as is_inactive
    from records
    where doc is not null
)

select
    table_name || '.' || element as kind,
    value as id,
    label,
    -- the latest word counts: English is the latest, then the languages backwards, a choice in use before another
    case
        when language = 'en' then timestamptz '2000-01-01 00:00:00+00'
        else timestamptz '1990-01-01 00:00:00+00'
            - to_days(((ascii(language) - 97) * 26 + ascii(substr(language, 2, 1)) - 97)::integer)
    end - to_hours(is_inactive::integer) as written_at
from choices
