-- One row per input row: each stage that a deal was in; a stage that was skipped is kept apart.
with documents as (
    select
        source_row,
        reason as broken,
        raw,
        json_transform(doc, '{
            "deal_id": "VARCHAR", "value": "VARCHAR", "date_entered": "VARCHAR", "source": "VARCHAR",
            "source_id": "VARCHAR", "_fivetran_start": "VARCHAR", "_fivetran_end": "VARCHAR"
        }') as d
    from records
),

named as (
    select
        source_row,
        broken,
        raw,
        cleaned(d.deal_id) as id,
        cleaned(d.value) as stage,
        cleaned(d.source) as change_source,
        hubspot_user(d.source_id, null) as user_id,
        cleaned(coalesce(d.date_entered, d._fivetran_start)) as written,
        landed_instant(cleaned(coalesce(d.date_entered, d._fivetran_start))) as happened,
        landed_instant(cleaned(d._fivetran_end)) as ended
    from documents
),

-- HubSpot fills in the stages between when a deal is dragged over them: entered, left and followed at one moment
compared as (
    select
        *,
        ended <= happened and count(*) over (partition by id, happened) > 1 as was_skipped
    from named
),

judged as (
    select
        *,
        case
            when broken is not null then broken
            when id is null then 'missing_id'
            when stage is null then 'missing_activity'
            when happened is null then 'bad_timestamp'
            when was_skipped then 'invented_stage'
        end as reason
    from compared
)

select
    source_row,
    1 as part,
    reason,
    case when reason in ('bad_timestamp', 'invented_stage') then written end as found,
    raw,
    false as skipped,
    hubspot_change('deal', judged.id, 'dealstage', stage, happened) as event_id,
    hubspot_activity('deal', 'dealstage', stage) as activity,
    happened as "timestamp",
    landed_precision(written) as timestamp_precision,
    hubspot_actor_kind(change_source, user_id) as actor_kind,
    user_id as actor,
    actors.role as role,
    'crm' as channel,
    false as public,
    as_attributes([
        kept_entry('value', to_json(stage)), kept_entry('label', to_json(label)),
        kept_entry('source', to_json(change_source))
    ]) as attributes,
    touched([{'object_type': 'deal', 'object_id': judged.id, 'qualifier': 'subject'}]) as objects,
    no_links() as links
from judged
left join actors on actors.actor = judged.user_id
left join (select id as label_id, label from labels where kind = 'deal.dealstage') as names
    on names.label_id = judged.stage
