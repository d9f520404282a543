-- One row per line of a ticket_audits file: one audit as JSON text, in the file's order
with written as (
    select distinct audit
    from numbers
),

events as (
    select
        desk_events.audit,
        desk_events.customer,
        string_agg(
            case name
                when 'ticket' then
                    '{"id":' || event_no || ',"type":"Create","field_name":"subject","value":"'
                    || desk_subject(ticket) || '"},{"id":' || (event_no + 1)
                    || ',"type":"Create","field_name":"status","value":"new"},{"id":' || (event_no + 2)
                    || ',"type":"Create","field_name":"requester_id","value":"' || requester_of(customer) || '"}'
                when 'asked' then desk_comment(event_no, requester_of(customer), 'true', desk_subject(ticket))
                when 'answered' then desk_comment(event_no, requester_of(customer), 'true', 'Here it is.')
                when 'acknowledged' then desk_notification(event_no, 'Request received')
                when 'engineer_told' then desk_notification(event_no, 'Re: your request')
                when 'told' then desk_notification(event_no, 'Re: your request')
                when 'assigned' then desk_change(event_no, 'assignee_id', '"' || desk_agent(ticket) || '"', 'null')
                when 'passed' then
                    desk_change(event_no, 'assignee_id', '"' || desk_agent(ticket + 1) || '"', '"' || desk_agent(ticket) || '"')
                when 'passed_back' then
                    desk_change(event_no, 'assignee_id', '"' || desk_agent(ticket) || '"', '"' || desk_agent(ticket + 1) || '"')
                when 'grouped' then desk_change(event_no, 'group_id', '"360001"', '"360000"')
                when 'opened' then desk_change(event_no, 'status', '"open"', '"new"')
                when 'waiting' then desk_change(event_no, 'status', '"pending"', '"open"')
                when 'answer_opened' then desk_change(event_no, 'status', '"open"', '"pending"')
                when 'solved' then desk_change(event_no, 'status', '"solved"', '"open"')
                when 'solved_by_engineer' then desk_change(event_no, 'status', '"solved"', '"open"')
                when 'reopened' then desk_change(event_no, 'status', '"open"', '"solved"')
                when 'closed' then desk_change(event_no, 'status', '"closed"', '"solved"')
                when 'replied' then desk_comment(event_no, desk_agent(ticket), 'true', 'Thank you for writing.')
                when 'noted' then desk_comment(event_no, desk_agent(ticket), 'false', 'Looks like the usual.')
                when 'fixed_aloud' then desk_comment(event_no, desk_engineer(ticket), 'true', 'Fixed in production.')
                when 'fixed' then desk_comment(event_no, desk_engineer(ticket), 'false', 'Fixed in production.')
            end,
            ',' order by event_no
        ) as texts
    from desk_events
    inner join desk_kinds using (kind)
    semi join written using (audit)
    group by desk_events.audit, desk_events.customer
),

texts as (
    select
        line_no,
        defect,
        '{"id":' || (29000000000 + audit) || ',"ticket_id":' || (ticket + 10001) || ',"created_at":"'
        || case
            when defect = 3 then '0000-00-00T00:00:00Z'
            when old_form then strftime(make_timestamp_ms(time_ms - 25200000), '%Y/%m/%d %H:%M:%S') || ' -0700'
            else strftime(make_timestamp_ms(time_ms), '%Y-%m-%dT%H:%M:%SZ')
        end
        || '","author_id":'
        || case actor
            when 0 then requester_of(customer) when 1 then desk_agent(ticket)
            when 2 then desk_engineer(ticket) else -1
        end
        || ',"via":{"channel":"'
        || case when actor = 0 and ticket % 11 = 3 then 'voice'
            when actor = 0 then list_extract(['web', 'email', 'email', 'chat'], ticket % 4 + 1)
            when actor = 3 then 'rule' else 'web' end
        || '"},"events":[' || texts || ']}' as line
    from numbers
    inner join events using (audit)
)

select case when defect = 2 then left(line, length(line) * 3 // 5) else line end as line
from texts
order by line_no
