-- One row per input row of the export of ticket activities (a page of them, or one) and change in it.
with documents as (
    select
        source_row,
        reason as broken,
        raw,
        coalesce(
            from_json(doc, '{"activities_data": ["JSON"]}').activities_data,
            case when json_exists(doc, '$.activity') then [doc::json] end
        ) as entries
    from records
),

told as (
    select
        *,
        entries is null and broken is null as is_other,
        flatten(list_transform(entries, lambda a: case
            -- an entry that tells of a reply or a rule alone has no event
            when json_type(a, '$.activity') = 'OBJECT' then list_transform(
                freshdesk_changes(json_extract(a, '$.activity')), lambda f: {'entry': a, 'field': f.key, 'value': f.value}
            )
            else [{'entry': a, 'field': null, 'value': null}]
        end)) as parts
    from documents
),

listed as (
    select
        * exclude (entries, parts),
        generate_subscripts(case when len(parts) > 0 then parts else [null] end, 1) as place,
        unnest(case when len(parts) > 0 then parts else [null] end) as e
    from told
),

cells as (
    select
        *,
        cleaned(e.entry ->> '$.ticket_id') as ticket,
        cleaned(e.entry ->> '$.performed_at') as written,
        cleaned(e.entry ->> '$.performer_id') as performer,
        lower(cleaned(e.entry ->> '$.performer_type')) as performer_type,
        freshdesk_instant(cleaned(e.entry ->> '$.performed_at')) as happened,
        lower(cleaned(e.value ->> '$')) as said
    from listed
),

judged as (
    select
        *,
        case
            when broken is not null then broken
            when is_other then 'unknown_record'
            when e.entry is null then null
            when ticket is null then 'missing_id'
            when e.field is null then 'missing_activity'
            when happened is null then 'bad_timestamp'
        end as fault
    from cells
),

known as (
    select
        j.*,
        -- of a page, one fault is told: its row is kept, and what can be read of it is loaded
        case
            when fault is not null
                and row_number() over (partition by source_row, fault is null order by place) = 1
                then fault
        end as reason,
        case when performer_type = 'system' then 'system' else coalesce(actors.actor_kind, 'unknown') end as actor_kind,
        actors.role
    from judged as j
    left join actors on j.performer = actors.actor
)

select
    source_row,
    place::integer as part,
    reason,
    case when reason = 'bad_timestamp' then written end as found,
    raw,
    false as skipped,
    case
        when fault is null and e.field is not null then md5(to_json([
            ticket, e.field, e.value::varchar, epoch_us(happened)::varchar, performer
        ])::varchar)
    end as event_id,
    case e.field
        when 'status' then 'ticket.status:' || freshdesk_status(said)
        when 'priority' then 'ticket.priority:' || freshdesk_priority(said)
        when 'agent_id' then 'ticket.assignee'
        when 'requester_id' then 'ticket.requester'
        when 'send_email' then 'ticket.notification'
        else 'ticket.' || lower(e.field)
    end as activity,
    happened as "timestamp",
    precision_of(written) as timestamp_precision,
    null::bigint as sequence,
    actor_kind,
    performer as actor,
    case when actor_kind <> 'system' then role end as role,
    null::varchar as channel,
    case when e.field = 'send_email' then true end as public,
    as_attributes([kept_entry('value', e.value)]) as attributes,
    touched([{'object_type': 'ticket', 'object_id': ticket, 'qualifier': 'subject'}]) as objects,
    case when e.field = 'requester_id' then stated([
        link('ticket', ticket, 'requester', said, 'of', happened)
    ]) end as links
from known
