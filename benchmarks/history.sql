-- One row per event from number $first to before $last in events, event_objects; customers come, act for a month and go.
create or replace temp table drawn as
select
    number,
    md5(number::varchar) as event_id,
    hash(number * 13 + 5) as luck,
    greatest(0, number // 10 - hash(number * 7 + 1) % ($total // 120))::bigint as customer
from range($first, $last) as numbers(number);

insert into events by name
select
    event_id,
    if(luck % 3 = 0, 'crm', 'web') as source,
    'step ' || greatest(0, (number // 10 - customer) * 8 // ($total // 120) + if(luck % 10 = 0, 1, 0)) as activity,
    -- some arrive late: up to three days after they happened
    make_timestamp(
        1_735_689_600_000_000 + (number::hugeint * 31_536_000_000_000 // $total)::bigint // 1000 * 1000
        - if($is_late and luck % 20 = 0, (luck % 259_200)::bigint * 1_000_000, 0)
    )::timestamptz as "timestamp",
    'occurred' as timestamp_kind,
    'ms' as timestamp_precision,
    'customer' as actor_kind,
    $load as source_file,
    number as source_row,
    $load as load_id
from drawn;

insert into event_objects by name
select
    event_id,
    if($with_visitors and luck % 4 > 0, 'anonymous', 'user') as object_type,
    'u' || lpad(customer::varchar, 9, '0') as object_id,
    'subject' as qualifier
from drawn;

-- a login shows who a visitor is
insert into event_objects by name
select
    event_id,
    'anonymous' as object_type,
    'u' || lpad(customer::varchar, 9, '0') as object_id,
    'subject' as qualifier
from drawn
where $with_visitors and luck % 4 = 0;

insert into loads by name
select
    $load as load_id,
    'web' as source,
    $load as source_file,
    '' as file_sha256,
    now() as loaded_at,
    $last - $first as rows_read,
    $last - $first as events_loaded,
    0 as events_duplicate,
    $last - $first as rows_loaded,
    0 as rows_duplicate,
    0 as rows_quarantined;

drop table drawn;
