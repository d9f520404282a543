-- One row per line (input row) of a log in JSON, as Nginx, Caddy or Traefik write it.
with lines as (
    select
        source_row,
        raw,
        reason as broken,
        json_transform(doc, '{
            "remote_addr": "VARCHAR", "remote_user": "VARCHAR", "time_iso8601": "VARCHAR", "time_local": "VARCHAR",
            "time": "VARCHAR", "request_method": "VARCHAR", "request_uri": "VARCHAR", "uri": "VARCHAR",
            "status": "VARCHAR", "http_referer": "VARCHAR", "http_user_agent": "VARCHAR", "request_id": "VARCHAR",
            "ts": "VARCHAR", "user_id": "VARCHAR",
            "ClientHost": "VARCHAR", "ClientUsername": "VARCHAR", "StartUTC": "VARCHAR", "RequestMethod": "VARCHAR",
            "RequestPath": "VARCHAR", "DownstreamStatus": "VARCHAR", "request_User-Agent": "VARCHAR",
            "request_Referer": "VARCHAR"
        }') as l,
        -- a text in Nginx, an object in Caddy
        case when json_type(doc -> '$.request') = 'VARCHAR' then regexp_extract(
            doc ->> '$.request', '^([A-Z]+) (\S.*?)(?: HTTP/[\d.]+)?$', ['method', 'target']
        ) end as line,
        case when json_type(doc -> '$.request') = 'OBJECT' then json_transform(doc -> '$.request', '{
            "remote_ip": "VARCHAR", "remote_addr": "VARCHAR", "method": "VARCHAR", "uri": "VARCHAR",
            "headers": {"User-Agent": ["VARCHAR"], "Referer": ["VARCHAR"]}
        }') end as asked
    from records
),

named as (
    select
        source_row,
        raw,
        broken,
        nullif(l.request_id, '') as own_id,
        coalesce(
            cleaned(l.remote_addr), cleaned(asked.remote_ip),
            regexp_replace(cleaned(asked.remote_addr), ':\d+$', ''), cleaned(l.clienthost)
        ) as address,
        nullif(cleaned(coalesce(l.remote_user, l.user_id, l.clientusername)), '-') as person,
        coalesce(
            cleaned(l.time_iso8601), cleaned(l.time_local), cleaned(l.startutc), cleaned(l.ts), cleaned(l."time")
        ) as written,
        coalesce(
            cleaned(l.request_method), nullif(line.method, ''), cleaned(asked.method), cleaned(l.requestmethod)
        ) as method,
        path_of(coalesce(
            cleaned(l.request_uri), nullif(line.target, ''), cleaned(asked.uri), cleaned(l.requestpath), cleaned(l.uri)
        )) as path,
        try_cast(coalesce(l.status, l.downstreamstatus) as integer) as status,
        nullif(nullif(coalesce(l.http_referer, asked.headers.referer[1], l."request_Referer"), '-'), '') as referrer,
        nullif(nullif(coalesce(l.http_user_agent, asked.headers."User-Agent"[1], l."request_User-Agent"), '-'), '')
            as agent
    from lines
),

requests as (
    select
        *,
        coalesce(
            -- seconds since 1970, as Caddy writes by default
            case when regexp_matches(written, '^\d{9,10}(?:\.\d+)?$')
                then plausible(make_timestamptz((written::decimal(30, 6) * 1000000)::bigint)) end,
            plausible(try_strptime(written, '%d/%b/%Y:%H:%M:%S %z')),
            instant(written)
        ) as happened
    from named
)

select unnest(struct_update(request_event(r), reason := coalesce(broken, request_fault(r))))
from requests as r
