-- One row per input row of OpportunityHistory: an event when the stage differs from the row before.
with documents as (
    select
        source_row,
        reason as broken,
        raw,
        json_transform(doc, '{
            "Id": "VARCHAR", "OpportunityId": "VARCHAR", "StageName": "VARCHAR", "CreatedById": "VARCHAR",
            "CreatedDate": "VARCHAR", "Amount": "VARCHAR", "Probability": "VARCHAR",
            "ForecastCategory": "VARCHAR", "CloseDate": "VARCHAR"
        }') as api,
        json_transform(doc, '{
            "id": "VARCHAR", "opportunity_id": "VARCHAR", "stage_name": "VARCHAR",
            "created_by_id": "VARCHAR", "created_date": "VARCHAR", "amount": "VARCHAR",
            "probability": "VARCHAR", "forecast_category": "VARCHAR", "close_date": "VARCHAR",
            "_fivetran_synced": "VARCHAR"
        }') as landed
    from records
),

named as (
    select
        source_row,
        broken,
        raw,
        landed._fivetran_synced is not null as is_landed,
        salesforce_id(coalesce(api.id, landed.id)) as id,
        salesforce_id(coalesce(api.opportunityid, landed.opportunity_id)) as opportunity,
        cleaned(coalesce(api.stagename, landed.stage_name)) as stage,
        salesforce_id(coalesce(api.createdbyid, landed.created_by_id)) as author,
        cleaned(coalesce(api.createddate, landed.created_date)) as written,
        cleaned(coalesce(api.amount, landed.amount)) as amount,
        cleaned(coalesce(api.probability, landed.probability)) as probability,
        cleaned(coalesce(api.forecastcategory, landed.forecast_category)) as forecast,
        cleaned(coalesce(api.closedate, landed.close_date)) as close_date
    from documents
),

timed as (
    select
        *,
        case when is_landed then landed_instant(written) else coalesce(instant(written), epoch_instant(written)) end
            as happened
    from named
),

judged as (
    select
        *,
        case
            when broken is not null then broken
            when id is null or opportunity is null then 'missing_id'
            when stage is null then 'missing_activity'
            when is_landed and happened is null then 'bad_timestamp'
            else time_fault(written, happened)
        end as reason
    from timed
),

-- a row is written whenever amount, probability, stage or close date changes: the stage is told when it did;
-- rows delivered twice are one row, and rows that cannot be read come between none
ordered as (
    select
        *,
        lag(stage) over (
            partition by opportunity, reason is null order by happened, id, source_row
        ) as previous
    from judged
),

compared as (
    select *, coalesce(stage <> previous, true) as is_change
    from ordered
)

select
    source_row,
    1 as part,
    reason,
    case when is_time_fault(reason) then written end as found,
    raw,
    false as skipped,
    case when is_change then compared.id end as event_id,
    'opportunity.stage:' || stage as activity,
    happened as "timestamp",
    's' as timestamp_precision,
    coalesce(actors.actor_kind, case when author is null then 'unknown' else 'person' end) as actor_kind,
    author as actor,
    coalesce(role_name, actors.role) as role,
    'crm' as channel,
    false as public,
    as_attributes([
        kept_entry('previous', to_json(previous)), kept_entry('value', to_json(stage)),
        kept_entry('amount', to_json(amount)), kept_entry('probability', to_json(probability)),
        kept_entry('forecast_category', to_json(forecast)), kept_entry('close_date', to_json(close_date))
    ]) as attributes,
    touched([{'object_type': 'opportunity', 'object_id': opportunity, 'qualifier': 'subject'}]) as objects,
    no_links() as links
from compared
left join actors on actors.actor = compared.author
left join (select id as role_id, label as role_name from labels where kind = 'role') as roles
    on roles.role_id = actors.role
