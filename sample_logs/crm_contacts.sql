-- One row per contact of the CRM: customers with a deal or an onboarding call
select
    crm_contact_id(customer) as "Id",
    email_of(customer) as "Email"
from (
    select customer from deals
    union
    select customer from calls
) as known
order by customer
