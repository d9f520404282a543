-- One row per input row, kept apart without its text: the columns fit no table of the format.
select
    source_row, 1 as part, coalesce(reason, 'unknown_table') as reason, null::varchar as found, case when reason is not null then raw end as raw, false as skipped,
    null::varchar as event_id, null::varchar as activity, null::timestamptz as "timestamp",
    null::varchar as timestamp_precision, null::bigint as sequence, null::varchar as actor_kind,
    null::varchar as actor, null::varchar as role, null::varchar as channel,
    null::boolean as public, null::varchar as attributes,
    null::struct(object_type varchar, object_id varchar, qualifier varchar)[] as objects,
    null::struct(
        from_type varchar, from_id varchar, to_type varchar, to_id varchar,
        qualifier varchar, linked_at timestamptz
    )[] as links
from records
