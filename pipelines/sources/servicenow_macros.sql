-- One value per call: what the mappings of ServiceNow's tables share.
-- a value stands as it is, or in an object with its id, its link, its label
create or replace temp macro plain_value(value) as
    nullif(cleaned(case
        when json_type(value) = 'OBJECT' then coalesce(
            value ->> '$.value', nullif(regexp_extract(value ->> '$.link', '[^/]+$'), ''), value ->> '$.display_value'
        )
        else value ->> '$'
    end), '?');

-- the table of a task, by its number
create or replace temp macro task_class(number) as
    case regexp_extract(upper(number), '^([A-Z]+)\d+$', 1)
        when 'INC' then 'incident' when 'CHG' then 'change_request' when 'PRB' then 'problem'
        when 'CTASK' then 'change_task' when 'PTASK' then 'problem_task' when 'REQ' then 'sc_request'
        when 'RITM' then 'sc_req_item' when 'SCTASK' then 'sc_task'
    end;
