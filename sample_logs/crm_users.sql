-- One row per user of the CRM
select
    crm_user_id(number) as "Id",
    crm_user_name(number) as "Name",
    case when number = 0 then 'AutomatedProcess' else 'Standard' end as "UserType",
    case number // 10 when 1 then 'sales' when 2 then 'billing' when 3 then 'support_agent' end as "UserRole"
from unnest([0, 10, 11, 20, 21, 30, 31]) as users (number)
order by number
