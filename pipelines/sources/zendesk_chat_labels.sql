-- One row per row of Fivetran's ticket_chat: the ticket of the chat, so that its events touch it.
select
    'chat ticket' as kind,
    cleaned(doc ->> '$.chat_id') as id,
    cleaned(doc ->> '$.ticket_id') as label,
    timestamptz '1971-01-01 00:00:00+00' as written_at
from records
where doc is not null
