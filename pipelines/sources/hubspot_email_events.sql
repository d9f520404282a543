-- One row per input row: each event of a marketing e-mail; what HubSpot filters as a program's is kept apart.
with documents as (
    select
        source_row,
        reason as broken,
        raw,
        json_transform(doc, '{
            "id": "VARCHAR", "type": "VARCHAR", "created": "VARCHAR", "recipient": "VARCHAR",
            "filtered_event": "VARCHAR", "filteredEvent": "VARCHAR", "email_campaign_id": "VARCHAR",
            "emailCampaignId": "VARCHAR"
        }') as d
    from records
),

named as (
    select
        source_row,
        broken,
        raw,
        cleaned(d.id) as id,
        lower(cleaned(d.type)) as kind,
        cleaned(d.created) as written,
        landed_instant(cleaned(d.created)) as happened,
        object_id('email', d.recipient) as recipient,
        lower(cleaned(coalesce(d.filtered_event, d.filteredevent))) = 'true' as is_filtered,
        cleaned(coalesce(d.email_campaign_id, d.emailcampaignid)) as campaign
    from documents
),

judged as (
    select
        *,
        case
            when broken is not null then broken
            when id is null then 'missing_id'
            when kind is null then 'missing_activity'
            when happened is null then 'bad_timestamp'
            when is_filtered then 'filtered_event'
        end as reason
    from named
)

select
    source_row,
    1 as part,
    reason,
    case when reason = 'bad_timestamp' then written end as found,
    raw,
    false as skipped,
    'email_event:' || id as event_id,
    'email.' || kind as activity,
    happened as "timestamp",
    landed_precision(written) as timestamp_precision,
    case
        when kind in ('open', 'click', 'forward', 'print', 'spamreport', 'statuschange', 'unsubscribe') then 'customer'
        else 'system'
    end as actor_kind,
    'email' as channel,
    kind in ('delivered', 'open', 'click', 'forward', 'print', 'spamreport', 'statuschange', 'unsubscribe') as public,
    as_attributes([kept_entry('campaign', to_json(campaign))]) as attributes,
    touched([
        {'object_type': 'email', 'object_id': recipient, 'qualifier': 'recipient'},
        {'object_type': 'campaign', 'object_id': campaign, 'qualifier': 'campaign'}
    ]) as objects,
    no_links() as links
from judged
