-- One row per conversation (or version of one) and event in it: created, its parts, rated.
with documents as (
    select
        source_row,
        reason as broken,
        raw,
        json_transform(doc, '{
            "id": "VARCHAR", "created_at": "VARCHAR",
            "source": {
                "type": "VARCHAR", "delivered_as": "VARCHAR", "url": "VARCHAR",
                "author": {"type": "VARCHAR", "id": "VARCHAR", "email": "VARCHAR"}
            },
            "source_type": "VARCHAR", "source_delivered_as": "VARCHAR", "source_url": "VARCHAR",
            "source_author_type": "VARCHAR", "source_author_id": "VARCHAR",
            "contacts": {"contacts": [{"id": "VARCHAR", "external_id": "VARCHAR"}]},
            "conversation_rating": {
                "rating": "JSON", "remark": "JSON", "created_at": "VARCHAR", "contact": {"id": "VARCHAR"}
            },
            "conversation_rating_value": "VARCHAR", "conversation_rating_remark": "VARCHAR",
            "conversation_rating_created_at": "VARCHAR",
            "conversation_parts": {"conversation_parts": [{
                "id": "VARCHAR", "part_type": "VARCHAR", "created_at": "VARCHAR",
                "author": {"type": "VARCHAR", "id": "VARCHAR"}, "assigned_to": {"id": "VARCHAR"}
            }]}
        }') as d
    from records
),

named as (
    select
        *,
        cleaned(d.id) as conversation,
        lower(coalesce(cleaned(d.source.type), cleaned(d.source_type))) as channel,
        lower(coalesce(cleaned(d.source.delivered_as), cleaned(d.source_delivered_as))) as delivered_as,
        coalesce(cleaned(d.source.url), cleaned(d.source_url)) as url,
        coalesce(cleaned(d.source.author.type), cleaned(d.source_author_type)) as author_type,
        coalesce(cleaned(d.source.author.id), cleaned(d.source_author_id)) as author,
        coalesce(d.conversation_rating.rating, to_json(try_cast(d.conversation_rating_value as double))) as score,
        coalesce(d.conversation_rating.remark, to_json(cleaned(d.conversation_rating_remark))) as remark
    from documents
),

owned as (
    select
        *,
        -- a conversation belongs to the contact who began it, else to the first that is in it
        case
            when intercom_is_contact(author_type) then author
            else cleaned(d.contacts.contacts[1].id)
        end as contact
    from named
),

told as (
    select
        *,
        list_filter(list_concat(
            [
                intercom_part(
                    'created', 'conversation:' || conversation || ':created', d.created_at,
                    -- what a campaign or a workflow sends in the name of an admin
                    case
                        when delivered_as in ('automated', 'campaigns_initiated', 'operator_initiated')
                            and not intercom_is_contact(author_type) then 'bot'
                        else author_type
                    end,
                    author, true, null, null
                ),
                case when score::varchar <> 'null' then intercom_part(
                    'rating', 'conversation:' || conversation || ':rating',
                    coalesce(d.conversation_rating.created_at, d.conversation_rating_created_at),
                    'contact', coalesce(cleaned(d.conversation_rating.contact.id), contact), null, null, score
                ) end
            ],
            [
                intercom_event(p.id, p.part_type, p.created_at, p.author.type, p.author.id, p.assigned_to.id)
                for p in d.conversation_parts.conversation_parts
            ]
        ), lambda p: p is not null) as parts
    from owned
),

judged as (
    select
        *,
        case
            when broken is not null then broken
            when conversation is null then 'missing_id'
            when len(list_filter(parts, lambda p: p.id is null)) > 0 then 'missing_id'
            when len(list_filter(parts, lambda p: p.happening is null)) > 0 then 'missing_activity'
            when unread is not null then 'bad_timestamp'
        end as reason
    from (
        select *, list_filter(parts, lambda p: intercom_instant(p.written) is null)[1] as unread
        from told
    )
),

listed as (
    select
        * exclude (parts),
        generate_subscripts(case when reason is null then parts else [null] end, 1) as place,
        unnest(case when reason is null then parts else [null] end) as e
    from judged
),

known as (
    select
        l.*,
        intercom_kind(l.e.author_type) as actor_kind,
        intercom_actor(l.e.author_type, l.e.author) as actor,
        actors.role
    from listed as l
    left join actors on intercom_actor(l.e.author_type, l.e.author) = actors.actor
)

select
    source_row,
    place::integer as part,
    reason,
    case when reason = 'bad_timestamp' then unread.written end as found,
    raw,
    false as skipped,
    e.id || case when e.happening = 'rating' then ':' || epoch_us(intercom_instant(e.written)) else '' end as event_id,
    'conversation.' || e.happening as activity,
    intercom_instant(e.written) as "timestamp",
    intercom_precision(e.written) as timestamp_precision,
    case
        when e.happening = 'created' then 0
        when starts_with(e.id, 'part:') then try_cast(substr(e.id, 6) as bigint)
    end as sequence,
    actor_kind,
    actor,
    case actor_kind
        -- a lead may be a user later: what the event says counts
        when 'customer' then case when e.author_type in ('user', 'lead') then e.author_type else role end
        when 'person' then coalesce(role, e.author_type)
    end as role,
    case when channel = 'conversation' then 'chat' else channel end as channel,
    e.public as public,
    as_attributes([
        kept_entry('url', case when e.happening = 'created' then to_json(url) end),
        kept_entry('path', case when e.happening = 'created' then to_json(path_of(url)) end),
        kept_entry('delivered_as', case when e.happening = 'created' then to_json(delivered_as) end),
        kept_entry('score', e.score),
        kept_entry('comment', case when e.happening = 'rating' then remark end),
        kept_entry('value', e.value)
    ]) as attributes,
    touched([
        {'object_type': 'conversation', 'object_id': conversation, 'qualifier': 'subject'},
        {
            'object_type': 'contact',
            'object_id': case when e.happening = 'created' then contact when actor_kind = 'customer' then actor end,
            'qualifier': 'contact'
        }
    ]) as objects,
    case when e.happening = 'created' then list_concat(
        stated([
            link('conversation', conversation, 'contact', contact, 'of', intercom_instant(e.written)),
            link('contact', contact, 'email', case
                when contact = author then object_id('email', d.source.author.email)
            end, 'same', null)
        ]),
        stated([
            link('contact', cleaned(c.id), 'user', cleaned(c.external_id), 'same', null)
            for c in d.contacts.contacts
            -- the first is the one whose type is known: a lead's external id is Intercom's own
            if lower(author_type) = 'user' and cleaned(c.id) = contact
        ])
    ) end as links
from known
