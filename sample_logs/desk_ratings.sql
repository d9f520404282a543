-- One row per line of satisfaction_ratings.jsonl: how a customer rated a solved ticket
select
    '{"id":' || (350000000 + number) || ',"ticket_id":' || (ticket + 10001) || ',"score":"'
    || case when good = 1 then 'good' else 'bad' end
    || '","requester_id":' || requester_of(customer) || ',"created_at":"'
    || strftime(make_timestamp_ms(time_ms), '%Y-%m-%dT%H:%M:%SZ') || '"}' as line
from ratings
order by number
