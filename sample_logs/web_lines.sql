-- One row per line of a web file: a Segment message as JSON text, in the file's order
with messages as (
    select
        numbers.*,
        web_kinds.message_type,
        web_kinds.event,
        web_kinds.template,
        web_kinds.server,
        web_kinds.path || case when web_kinds.token then printf('/%x', time_ms % 1048576) else '' end as path,
        user_id_of(user_no) as user_id,
        printf('%012x', greatest(anonymous_no * 195887 % 281474976710656, 1)) as anonymous_id,
        case when offset_minutes = 0 then 'Z'
            else printf(
                '%s%02d:%02d',
                case when offset_minutes < 0 then '-' else '+' end,
                abs(offset_minutes) // 60,
                abs(offset_minutes) % 60
            )
        end as zone
    from numbers
    inner join web_kinds using (kind)
),

stamps as (
    select
        *,
        strftime(make_timestamp_ms(time_ms + offset_minutes * 60000), '%Y-%m-%dT%H:%M:%S.%g') || zone as happened,
        strftime(make_timestamp_ms(original_ms + offset_minutes * 60000), '%Y-%m-%dT%H:%M:%S.%g') || zone as device_time
    from messages
),

flawed as (
    select
        * replace (
            case when defect = 3 then '2025-02-30T25:61:00.000Z' else happened end as happened,
            case when defect = 3 then '2025-02-30T25:61:00.000Z' else device_time end as device_time
        )
    from stamps
),

texts as (
    select
        line_no,
        defect,
        '{"type":"' || message_type || '"'
        || case when event = '' then '' else ',"event":"' || event || '"' end
        || case when message_no < 0 then ''
            else ',"messageId":"' || (case when server then 'node-' else 'ajs-' end) || printf('%012x', message_no) || '"'
        end
        || case when anonymous_no < 0 or defect = 1 then '' else ',"anonymousId":"' || anonymous_id || '"' end
        || case when user_no < 0 or defect = 1 then '' else ',"userId":"' || user_id || '"' end
        || case when server then ',"channel":"server"' else ',"channel":"client"' end
        || case
            when message_type = 'identify' then ',"traits":{"email":"' || email_as_typed(user_no, letters) || '"}'
            when template <> '' then ',"properties":{"template":"' || template || '","channel":"email"}'
            when event in ('Plan Selected', 'Checkout Submitted')
                then ',"properties":{"plan":"' || (case when user_no % 3 = 0 then 'pro' else 'basic' end) || '"}'
            when event in ('Payment Captured', 'Payment Refused')
                then ',"properties":{"amount":' || (case when user_no % 3 = 0 then '99' else '49' end) || ',"currency":"PLN"}'
            when path = '' then ''
            else ',"properties":{"path":"' || path || '"}'
        end
        || ',"context":{'
        || case when server then '"library":{"name":"analytics-node"}}'
            else '"ip":"203.0.113.' || (greatest(anonymous_no, 0) % 250 + 1) || '","userAgent":"' || agents.text || '"'
                || case when path = '' then '' else ',"page":{"path":"' || path || '"}' end
                || ',"library":{"name":"analytics.js"}}'
        end
        || case when style = 1 then '' else ',"timestamp":"' || happened || '"' end
        || ',"originalTimestamp":"' || (case when style = 1 then happened else device_time end) || '"'
        || ',"sentAt":"' || strftime(make_timestamp_ms(time_ms + 40), '%Y-%m-%dT%H:%M:%S.%gZ') || '"'
        || ',"receivedAt":"' || strftime(make_timestamp_ms(received_ms), '%Y-%m-%dT%H:%M:%S.%gZ') || '"}' as line
    from flawed
    left join agents on flawed.agent = agents.agent
)

select case when defect = 2 then left(line, length(line) * 3 // 5) else line end as line
from texts
order by line_no
