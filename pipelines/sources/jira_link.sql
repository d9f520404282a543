-- One row per input row (link of two issues, as Fivetran has it): no event, the issue that the other one is about.
with cells as (
    select
        source_row,
        reason as broken,
        raw,
        cleaned(doc ->> '$.issue_id') as issue,
        cleaned(doc ->> '$.related_issue_id') as related,
        lower(cleaned(doc ->> '$.relationship')) as relation
    from records
)

select
    source_row,
    0 as part,
    case
        when broken is not null then broken
        when issue is null or related is null then 'missing_id'
    end as reason,
    raw,
    false as skipped,
    stated([
        link('issue', case when relation in ('duplicates', 'clones', 'is caused by', 'split from') then issue end,
            'issue', related, 'of', null),
        link('issue', case when relation in ('is duplicated by', 'is cloned by', 'causes', 'split to') then related end,
            'issue', issue, 'of', null)
    ]) as links
from cells
