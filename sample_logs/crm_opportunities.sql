-- One row per opportunity of the CRM, as it stands when the export is made
select
    crm_deal_id(deal) as "Id",
    case when lacks_contact then null else crm_contact_id(customer) end as "ContactId",
    case when won then 'Closed Won' else 'Proposal' end as "StageName",
    case when customer % 3 = 0 then '99.0' else '49.0' end as "Amount"
from deals
order by deal
