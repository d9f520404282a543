-- One row per line (input row) of the common or the combined format: a request for a page is an event.
with lines as (
    select
        source_row,
        raw,
        regexp_extract(
            cleaned(raw),
            '^([^\["]+) \[([^\]]+)\] "((?:[^"\\]|\\.)*)" (\d{3}|-) (?:\d+|-)(?: \([^)"]*\))?'
            || '(?: "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)"(?: .*)?|(?: [^\s"][^"]*)?)$',
            ['who', 'written', 'request', 'status', 'referrer', 'agent']
        ) as line
    from records
),

told as (
    select
        source_row,
        raw,
        line,
        -- address, identity and user; the host that was asked may stand before them or after the address
        regexp_extract(
            line.who,
            '^(?:([^\s]+) )?([0-9a-fA-F.:]*[.:][0-9a-fA-F.:]+) (?:[^\s]*[.:][^\s]* )?(\S+) (\S.*)$'
            || '|^(\S+) (\S+) (\S.*)$',
            ['host', 'ip', 'identity', 'person', 'name', 'its_identity', 'its_person']
        ) as who,
        regexp_extract(line.request, '^([A-Z]+) (\S.*?)(?: HTTP/[\d.]+)?$', ['method', 'target']) as request
    from lines
),

requests as (
    select
        source_row,
        raw,
        null::varchar as own_id,
        nullif(coalesce(nullif(who.ip, ''), who.name), '') as address,
        nullif(nullif(coalesce(nullif(who.person, ''), who.its_person), '-'), '""') as person,
        line.written as written,
        plausible(try_strptime(line.written, '%d/%b/%Y:%H:%M:%S %z')) as happened,
        nullif(request.method, '') as method,
        path_of(request.target) as path,
        try_cast(line.status as integer) as status,
        nullif(nullif(line.referrer, '-'), '') as referrer,
        nullif(nullif(line.agent, '-'), '') as agent
    from told
)

select unnest(request_event(r))
from requests as r
