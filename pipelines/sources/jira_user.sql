-- One row per input row (user, as Fivetran has it): no event, the e-mail address of whom may report issues.
with cells as (
    select
        source_row,
        reason as broken,
        raw,
        cleaned(doc ->> '$.id') as id,
        object_id('email', doc ->> '$.email') as email
    from records
)

select
    source_row,
    0 as part,
    case when broken is not null then broken when id is null then 'missing_id' end as reason,
    raw,
    false as skipped,
    stated([
        link('requester', case when actors.actor_kind is distinct from 'system' then id end,
            'email', email, 'same', null)
    ]) as links
from cells
left join actors on cells.id = actors.actor
