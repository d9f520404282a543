-- One row per named thing: a status, an issue type; a priority or a resolution, as the file's name says.
select
    case
        when getvariable('table_name') <> 'named' then getvariable('table_name')
        when regexp_matches(getvariable('source_file'), 'resolution[^/]*$', 'i') then 'resolution'
        when regexp_matches(getvariable('source_file'), 'priorit[^/]*$', 'i') then 'priority'
        else 'other'
    end as kind,
    cleaned(doc ->> '$.id') as id,
    cleaned(doc ->> '$.name') as label,
    coalesce(
        utc_instant(cleaned(doc ->> '$._fivetran_synced')), timestamptz '1971-01-01 00:00:00+00'
    ) as written_at
from records
where doc is not null
