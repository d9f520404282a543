-- One row per input row, one event each: the columns that project.yaml declares.
with timed as (
    select *, instant_as_written(written) as moment
    from declared
),

-- what a macro says twice is computed twice: each step stands for itself
dated as (
    select * exclude (moment), plausible(moment) as happened
    from timed
),

judged as (
    select
        *,
        case
            when broken is not null then broken
            when if(len(getvariable('object_types')) = 1, ids[1], list_any_value(ids)) is null then 'missing_id'
            when activity is null then 'missing_activity'
            else time_fault(written, happened)
        end as reason,
        coalesce(actor_kind, getvariable('defaults')[2]) as said_kind
    from dated
)

select
    source_row,
    1 as part,
    reason,
    case when is_time_fault(reason) then written end as found,
    -- of rows that are rejected, here or for an implausible time: to write all as JSON costs more than the rest
    case
        when reason is not null
            or happened < getvariable('plausible_from')
            or happened >= getvariable('plausible_until')
            then coalesce(line, to_json(cells)::varchar)
    end as raw,
    false as skipped,
    coalesce(own_id, md5(to_json(list_concat(
        [epoch_us(happened)::varchar, activity, actor, actor_kind, role, channel, public, sequence],
        ids, attributes
    ))::varchar)) as event_id,
    own_id is not null and not tells_of_person(own_id, actor, ids) as is_plain_id,
    activity,
    happened as "timestamp",
    clock_flag(written) as timestamp_flag,
    coalesce(getvariable('precision')::varchar, precision_of(written)) as timestamp_precision,
    try_cast(sequence as bigint) as sequence,
    case
        when said_kind in ('customer', 'person', 'system', 'partner') then said_kind else 'unknown'
    end as actor_kind,
    coalesce(actor, getvariable('defaults')[1]) as actor,
    coalesce(role, getvariable('defaults')[3]) as role,
    coalesce(channel, getvariable('defaults')[4]) as channel,
    try_cast(coalesce(public, getvariable('defaults')[5]) as boolean) as public,
    case when kept_entries <> '' then concat('{', kept_entries, '}') end as attributes,
    case when len(getvariable('object_types')) = 1 then objects_of(ids) else touched(objects_of(ids)) end as objects,
    case
        when len(getvariable('links')) > 0
            then stated([
                link(l.from_type, ids[l.from_place], l.to_type, ids[l.to_place], l.qualifier, null)
                for l in getvariable('links')
            ])
    end as links
from judged
