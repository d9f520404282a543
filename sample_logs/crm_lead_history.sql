-- One row per line of LeadHistory: one field of one lead changed
select
    printf('0175g0%09dAAA', history_no) as "Id",
    printf('00Q5g0%09d', item) || case when is_short then '' else 'EAA' end as "LeadId",
    crm_kinds.field as "Field",
    case when is_name then 'Text' else crm_kinds.data_type end as "DataType",
    case
        when crm_kinds.field <> 'Owner' then nullif(crm_kinds.old_value, '')
        when is_name then 'Lead Queue'
        else '00G5g0000000001AAA'
    end as "OldValue",
    case
        when crm_kinds.field <> 'Owner' then nullif(crm_kinds.new_value, '')
        when is_name then crm_user_name(crm_kinds.actor * 10 + actor_no)
        else crm_user_id(crm_kinds.actor * 10 + actor_no)
    end as "NewValue",
    crm_user_id(crm_kinds.actor * 10 + case when crm_kinds.actor = 0 then 0 else actor_no end) as "CreatedById",
    case when defect = 3 then 'not a date' else crm_time(time_ms) end as "CreatedDate",
    'false' as "IsDeleted"
from numbers
inner join crm_kinds using (kind)
order by line_no desc
