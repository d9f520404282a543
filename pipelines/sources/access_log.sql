-- One row per line (input row): a request for a page is an event.
with lines as (
    select
        source_row,
        raw,
        regexp_extract(
            cleaned(raw),
            '^(\S+) \S+ (\S+) \[([^\]]+)\] "((?:[^"\\]|\\.)*)" (\d{3}|-) (?:\d+|-)'
            || '(?: "((?:[^"\\]|\\.)*)" "((?:[^"\\]|\\.)*)"(?: .*)?)?$',
            ['address', 'person', 'written', 'request', 'status', 'referrer', 'agent']
        ) as line
    from records
),

named as (
    select
        source_row,
        raw,
        nullif(line.address, '') as address,
        nullif(nullif(line.person, '-'), '""') as person,
        line.written as written,
        plausible(try_strptime(line.written, '%d/%b/%Y:%H:%M:%S %z')) as happened,
        regexp_extract(line.request, '^([A-Z]+) (\S.*?)(?: HTTP/[\d.]+)?$', ['method', 'target']) as request,
        try_cast(line.status as integer) as status,
        nullif(nullif(line.referrer, '-'), '') as referrer,
        nullif(nullif(line.agent, '-'), '') as agent
    from lines
),

placed as (
    select
        *,
        nullif(request.method, '') as method,
        path_of(request.target) as path,
        md5(to_json([address, agent, strftime(timezone('UTC', happened), '%Y-%m-%d')])::varchar) as visitor
    from named
),

judged as (
    select
        *,
        case
            when address is null or method is null or path is null then 'malformed_line'
            when happened is null then 'bad_timestamp'
            when regexp_matches(agent, getvariable('bots'), 'i') then 'bot'
            when regexp_matches(path, getvariable('static'), 'i') then 'static_file'
            when regexp_matches(path, getvariable('probes'), 'i') then 'probe'
        end as reason
    from placed
)

select
    source_row,
    1 as part,
    reason,
    case reason when 'bad_timestamp' then written when 'bot' then agent when 'static_file' then path when 'probe' then path end as found,
    raw,
    false as skipped,
    md5(cleaned(raw)) as event_id,
    'page' as activity,
    happened as "timestamp",
    's' as timestamp_precision,
    null::bigint as sequence,
    'customer' as actor_kind,
    coalesce(person, visitor) as actor,
    null::varchar as role,
    'web' as channel,
    null::boolean as public,
    as_attributes([
        kept_entry('path', to_json(path)),
        kept_entry('method', to_json(method)),
        kept_entry('status', to_json(status)),
        kept_entry('referrer', to_json(referrer)),
        kept_entry('agent', to_json(agent))
    ]) as attributes,
    touched([
        {'object_type': 'user', 'object_id': person, 'qualifier': 'subject'},
        {'object_type': 'anonymous', 'object_id': visitor, 'qualifier': 'subject'}
    ]) as objects,
    null::struct(
        from_type varchar, from_id varchar, to_type varchar, to_id varchar,
        qualifier varchar, linked_at timestamptz
    )[] as links
from judged
