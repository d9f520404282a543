-- One row per contact or agent: a contact's names; an agent's are the staff's.
select
    source_row,
    1 as part,
    case
        when reason is not null then reason
        when cleaned(doc ->> '$.id') is null then 'missing_id'
    end as reason,
    raw,
    false as skipped,
    case when getvariable('table_name') = 'contact' then list_concat(
        freshdesk_contact_links(
            doc ->> '$.id', doc ->> '$.email', doc ->> '$.phone', doc ->> '$.mobile',
            doc ->> '$.unique_external_id'
        ),
        stated([
            link('requester', cleaned(doc ->> '$.id'), 'email', object_id('email', other), 'same', null)
            for other in from_json(doc -> '$.other_emails', '["VARCHAR"]')
        ])
    ) end as links
from records
