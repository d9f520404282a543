-- One row per contact, version of one, or membership in a conversation: links, no event.
select
    source_row,
    1 as part,
    case
        when reason is not null then reason
        when getvariable('table_name') = 'conversation_contact' then case
            when cleaned(doc ->> '$.contact_id') is null or cleaned(doc ->> '$.conversation_id') is null
                then 'missing_id'
        end
        when cleaned(doc ->> '$.id') is null then 'missing_id'
    end as reason,
    raw,
    false as skipped,
    case getvariable('table_name')
        when 'conversation_contact' then stated([
            link(
                'conversation', cleaned(doc ->> '$.conversation_id'), 'contact', cleaned(doc ->> '$.contact_id'),
                'of', null
            )
        ])
        when 'contact' then stated([
            link('contact', cleaned(doc ->> '$.id'), 'email', object_id('email', doc ->> '$.email'), 'same', null),
            link('contact', cleaned(doc ->> '$.id'), 'phone', cleaned(doc ->> '$.phone'), 'same', null),
            -- the external id of a user is the application's, that of a lead is made up by Intercom
            link('contact', cleaned(doc ->> '$.id'), 'user', case
                when lower(cleaned(doc ->> '$.role')) = 'user' then cleaned(doc ->> '$.external_id')
            end, 'same', null)
        ])
    end as links
from records
