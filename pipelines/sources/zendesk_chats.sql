-- One row per row of Fivetran's ticket_chat: which ticket and which user a chat belongs to.
select
    source_row,
    1 as part,
    case
        when reason is not null then reason
        when cleaned(doc ->> '$.chat_id') is null or cleaned(doc ->> '$.ticket_id') is null then 'missing_id'
    end as reason,
    raw,
    false as skipped,
    stated([
        link('chat', cleaned(doc ->> '$.chat_id'), 'ticket', cleaned(doc ->> '$.ticket_id'), 'of', null)
    ]) as links
from records
