-- One row per input row, without an event: what belongs to what, and what was merged into what.
with documents as (
    select
        source_row,
        reason as broken,
        raw,
        json_transform(doc, '{
            "deal_id": "VARCHAR", "ticket_id": "VARCHAR", "contact_id": "VARCHAR", "company_id": "VARCHAR",
            "engagement_id": "VARCHAR", "canonical_vid": "VARCHAR", "vid_to_merge": "VARCHAR",
            "merged_deal_id": "VARCHAR", "timestamp": "VARCHAR"
        }') as d
    from records
),

linked as (
    select
        source_row,
        broken,
        raw,
        case getvariable('table_name')::varchar
            when 'deal_contact' then link('deal', cleaned(d.deal_id), 'contact', cleaned(d.contact_id), 'of', null)
            when 'deal_company' then link('deal', cleaned(d.deal_id), 'company', cleaned(d.company_id), 'of', null)
            when 'ticket_contact'
                then link('ticket', cleaned(d.ticket_id), 'contact', cleaned(d.contact_id), 'of', null)
            when 'ticket_company'
                then link('ticket', cleaned(d.ticket_id), 'company', cleaned(d.company_id), 'of', null)
            when 'ticket_deal' then link('ticket', cleaned(d.ticket_id), 'deal', cleaned(d.deal_id), 'of', null)
            when 'ticket_engagement'
                then link('engagement', cleaned(d.engagement_id), 'ticket', cleaned(d.ticket_id), 'of', null)
            when 'engagement_contact'
                then link('engagement', cleaned(d.engagement_id), 'contact', cleaned(d.contact_id), 'of', null)
            when 'engagement_company'
                then link('engagement', cleaned(d.engagement_id), 'company', cleaned(d.company_id), 'of', null)
            when 'engagement_deal'
                then link('engagement', cleaned(d.engagement_id), 'deal', cleaned(d.deal_id), 'of', null)
            when 'merged_deal'
                then link('deal', cleaned(d.merged_deal_id), 'deal', cleaned(d.deal_id), 'merged', null)
            when 'contact_merge_audit' then link(
                'contact', cleaned(d.vid_to_merge), 'contact', cleaned(d.canonical_vid), 'same',
                landed_instant(cleaned(d."timestamp"))
            )
        end as said
    from documents
)

select
    source_row,
    0 as part,
    case
        when broken is not null then broken
        when said.from_id is null or said.to_id is null then 'missing_id'
    end as reason,
    raw,
    false as skipped,
    stated([said]) as links
from linked
