-- One row per line of OpportunityFieldHistory: one field of one opportunity changed
select
    printf('0175g0%09dAAA', history_no) as "Id",
    printf('0065g0%09d', item) || case when is_short then '' else 'AAA' end as "OpportunityId",
    crm_kinds.field as "Field",
    crm_kinds.data_type as "DataType",
    nullif(crm_kinds.old_value, '') as "OldValue",
    nullif(crm_kinds.new_value, '') as "NewValue",
    crm_user_id(crm_kinds.actor * 10 + case when crm_kinds.actor = 0 then 0 else actor_no end) as "CreatedById",
    case when defect = 3 then 'not a date' else crm_time(time_ms) end as "CreatedDate",
    'false' as "IsDeleted"
from numbers
inner join crm_kinds using (kind)
order by line_no desc
