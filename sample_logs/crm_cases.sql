-- One row per case of the CRM: an onboarding call
select
    printf('5005g0%09dAAA', call) as "Id",
    crm_contact_id(customer) as "ContactId",
    case when customer % 4 = 0 then email_of(customer) end as "SuppliedEmail",
    'Scheduled' as "Status",
    'Onboarding' as "Type"
from calls
order by call
