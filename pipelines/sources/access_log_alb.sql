-- One row per line (input row) of an Application Load Balancer of AWS: a request for a page is an event.
with lines as (
    select
        source_row,
        raw,
        regexp_extract(
            cleaned(raw),
            '^(?:https?|h2|grpcs?|wss?) (\S+) \S+ (\S+):\d+ \S+ \S+ \S+ \S+ (\d{3}|-) \S+ \S+ \S+'
            || ' "([A-Z]+) (\S*) [^"]*" "((?:[^"\\]|\\.)*)" .*?"(Root=[^"]*)"',
            ['written', 'address', 'status', 'method', 'target', 'agent', 'trace']
        ) as line
    from records
),

requests as (
    select
        source_row,
        raw,
        null::varchar as own_id,
        nullif(line.address, '') as address,
        null::varchar as person,
        line.written as written,
        utc_instant(line.written) as happened,
        nullif(line.method, '') as method,
        path_of(line.target) as path,
        try_cast(line.status as integer) as status,
        null::varchar as referrer,
        nullif(nullif(line.agent, '-'), '') as agent
    from lines
)

select unnest(request_event(r))
from requests as r
