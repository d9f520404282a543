-- One row per stage of a pipeline: what its id is called; a pipeline of the API has several.
with documents as (
    select
        case when getvariable('table_name')::varchar like 'ticket%' then 'ticket.hs_pipeline_stage' else 'deal.dealstage' end
            as kind,
        doc,
        coalesce(
            landed_instant(cleaned(coalesce(
                doc ->> '$.updated_at', doc ->> '$.updatedAt', doc ->> '$._fivetran_synced'
            ))),
            timestamptz '1971-01-01 00:00:00+00'
        ) as written_at,
        json_transform(doc -> '$.stages', '[{"id": "VARCHAR", "label": "VARCHAR", "metadata": "JSON"}]') as stages
    from records
    where doc is not null
)

select kind, cleaned(doc ->> '$.stage_id') as id, cleaned(doc ->> '$.label') as label, written_at
from documents
where doc ->> '$.stage_id' is not null
union all
select
    -- stages of tickets say whether a ticket in them is open, stages of deals how probable a deal is
    case when stage.metadata ->> '$.ticketState' is not null then 'ticket.hs_pipeline_stage' else kind end as kind,
    cleaned(stage.id) as id,
    cleaned(stage.label) as label,
    written_at
from (select kind, written_at, unnest(stages) as stage from documents)
