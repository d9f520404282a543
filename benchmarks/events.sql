-- One row per made-up event from first_event up to last_event: as rows of a table, and as Segment calls.
create or replace temp view made_up as
select
    number,
    'T' || lpad((hash(number // 10) % 1000000)::varchar, 7, '0') as ticket,
    [
        'Opened', 'Assigned', 'Customer replied', 'Agent replied', 'Waiting for customer',
        'Waiting for parts', 'Escalated', 'Solved', 'Reopened', 'Closed'
    ][number % 10 + 1] as activity,
    strftime(
        timestamp '2025-01-01' + to_milliseconds(number * 3000 + (hash(number) % 100000)::bigint),
        '%Y-%m-%dT%H:%M:%S.%gZ'
    ) as moment,
    'ev-' || lpad(number::varchar, 10, '0') as event,
    'agent-' || (hash(number, 1) % 200) as actor,
    ['gold', 'silver', 'bronze'][(hash(number, 2) % 3)::integer + 1] as tier
from range(getvariable('first_event')::bigint, getvariable('last_event')::bigint) as numbers(number);

create or replace temp view rows as
select ticket, activity, moment, event, actor, tier
from made_up;

create or replace temp view calls as
select
    'track' as type,
    activity as event,
    event as "messageId",
    'anon-' || ticket as "anonymousId",
    'u-' || ticket as "userId",
    moment as "timestamp",
    {'tier': tier, 'path': '/p/' || number % 50, 'channel': 'web'} as properties,
    {
        'userAgent':
            'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36',
        'library': {'name': 'analytics.js', 'version': '4.1'}
    } as context
from made_up;
