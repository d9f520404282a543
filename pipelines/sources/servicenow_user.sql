-- One row per input row (user): no event, the e-mail address of whom may ask.
with cells as (
    select
        source_row,
        reason as broken,
        raw,
        plain_value(json_extract(doc, '$.sys_id')) as id,
        object_id('email', plain_value(json_extract(doc, '$.email'))) as email
    from records
)

select
    source_row,
    0 as part,
    case when broken is not null then broken when id is null then 'missing_id' end as reason,
    null::varchar as found,
    raw,
    false as skipped,
    null::varchar as event_id,
    null::varchar as activity,
    null::timestamptz as "timestamp",
    null::varchar as timestamp_precision,
    null::bigint as sequence,
    null::varchar as actor_kind,
    null::varchar as actor,
    null::varchar as role,
    null::varchar as channel,
    null::boolean as public,
    null::varchar as attributes,
    no_objects() as objects,
    stated([
        link('requester', case when actors.actor_kind is distinct from 'system' then id end,
            'email', email, 'same', null)
    ]) as links
from cells
left join actors on cells.id = actors.actor
