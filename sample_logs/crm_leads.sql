-- One row per lead of the CRM, as it stands when the export is made
select
    crm_lead_id(customer) as "Id",
    email_of(customer) as "Email",
    case when converted_ms >= 0 then 'Closed - Converted' else 'Open - Not Contacted' end as "Status",
    case when converted_ms >= 0 then 'true' else 'false' end as "IsConverted",
    case when converted_ms >= 0 then strftime(make_timestamp_ms(converted_ms), '%Y-%m-%d') end as "ConvertedDate",
    case when converted_ms >= 0 then crm_contact_id(customer) end as "ConvertedContactId",
    case when converted_ms >= 0 then crm_deal_id(deal) end as "ConvertedOpportunityId",
    crm_time(created_ms) as "CreatedDate"
from leads
order by customer
