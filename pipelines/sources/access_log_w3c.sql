-- One row per line (input row) of a W3C extended log: directives give nothing, requests for pages are events.
with directives as (
    -- they come again after a restart, and may change in mid-file
    select source_row, regexp_extract_all(lower(substr(raw, length('#Fields:') + 1)), '\S+') as fields
    from records
    where starts_with(raw, '#Fields:')
),

lines as (
    select
        r.source_row,
        r.raw,
        starts_with(r.raw, '#') as is_directive,
        contains(r.raw, chr(9)) as is_cloudfront,
        d.fields,
        case
            when contains(r.raw, chr(9)) then string_split(cleaned(r.raw), chr(9))
            else regexp_extract_all(r.raw, '"(?:[^"]|"")*"|\S+')
        end as cells
    from records as r
    asof left join directives as d on r.source_row >= d.source_row
),

cut as (
    select
        * exclude (fields, cells),
        -- a line of another width than the directive says is cut off
        case when len(cells) = len(fields) then [
            nullif(cells[list_position(fields, name)], '-') for name in [
                'date', 'time', 'date-local', 'time-local', 'c-ip', 'cs-username', 'cs-method', 'cs-uri-stem',
                'sc-status', 'cs(referer)', 'cs(user-agent)', 'x-edge-request-id'
            ]
        ] end as cell
    from lines
),

decoded as (
    select
        *,
        coalesce(cell[1] || ' ' || cell[2], cell[3] || ' ' || cell[4]) as written,
        cell[1] is not null as is_utc,
        -- encoded once, in older files of CloudFront twice; blanks are + in the others
        case
            when is_cloudfront then regexp_replace(cell[11], '%25([0-9a-fA-F]{2})', '%\1', 'g')
            else replace(trim(cell[11], '"'), '+', ' ')
        end as agent_once,
        case
            when is_cloudfront then regexp_replace(cell[10], '%25([0-9a-fA-F]{2})', '%\1', 'g')
            else trim(cell[10], '"')
        end as referrer
    from cut
),

requests as (
    select
        source_row,
        raw,
        is_directive,
        cell[12] as own_id,
        cell[5] as address,
        nullif(cell[6], '') as person,
        written,
        case when is_utc then utc_instant(written) else instant(written) end as happened,
        cell[7] as method,
        path_of(case when is_cloudfront then regexp_replace(cell[8], '%25([0-9a-fA-F]{2})', '%\1', 'g') else cell[8] end)
            as path,
        try_cast(cell[9] as integer) as status,
        referrer,
        case when is_cloudfront then coalesce(try(url_decode(agent_once)), agent_once) else agent_once end as agent
    from decoded
)

select unnest(case when is_directive then struct_update(
    request_event(r), reason := null, event_id := null, objects := null
) else request_event(r) end)
from requests as r
