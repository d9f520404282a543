-- One row per line of users.jsonl: a requester, an agent or an engineer
with people as (
    select
        customer as position,
        '{"id":' || requester_of(customer) || ',"email":"' || email_as_typed(customer, letters) || '","external_id":'
        || case when has_user_id then '"' || user_id_of(customer) || '"' else 'null' end
        || ',"role":"end-user","custom_role":null}' as line
    from requesters
    union all
    select
        -number as position,
        '{"id":' || (900000000 + number) || ',"email":"care' || number || '@faktura.example","external_id":null,"role":"'
        || case when number > 10 then 'admin","custom_role":"engineer"}' else 'agent","custom_role":"support_agent"}' end as line
    from unnest([1, 2, 3, 4, 5, 11, 12]) as staff (number)
)

select line
from people
order by position
