-- One row per input row and event in it, at least one per input row: what the format found, ready to commit.
copy (
    select
        getvariable('file_no')::integer as file_no,
        source_row::bigint as source_row,
        part::integer as part,
        reason,
        left(found, 200) as found,
        case when reason is not null then left(raw, 4000) end as raw_text,
        case
            when reason is null and not skipped and event_id is not null
                then getvariable('source') || ':' || event_name(event_id)
        end as event_id,
        activity,
        "timestamp",
        timestamp_kind,
        precedence::bigint as precedence,
        timestamp_precision,
        coalesce(
            timestamp_flag,
            case
                when coalesce(timestamp_kind, 'occurred') <> 'planned' and "timestamp" > getvariable('staged_at')
                    then 'future'
            end
        ) as timestamp_flag,
        sequence,
        actor_kind,
        actor_name(actor_kind, actor) as actor,
        role,
        channel,
        public,
        attributes::varchar as attributes,
        person_objects(called_objects(objects)) as objects,
        case when reason is null then person_links(called_links(links)) end as links,
        -- rows without an event are told apart by what stands in them
        case when reason is null and not skipped and event_id is null then md5(raw) end as equal_row
    -- a mapping that says nothing of the kind of its times, or which of equal ids goes first, leaves the column out
    from (
        select * replace (
            if(is_far, 'implausible_time', reason) as reason,
            if(is_far, "timestamp"::varchar, found) as found
        )
        from (
            select
                *,
                reason is null and not skipped and event_id is not null
                and (
                    "timestamp" < getvariable('plausible_from')
                    -- what is planned may lie ahead
                    or (
                        "timestamp" >= getvariable('plausible_until')
                        and coalesce(timestamp_kind, 'occurred') <> 'planned'
                    )
                ) as is_far
            from (
                from mapped
                union all by name
                select
                    null::varchar as timestamp_kind, null::bigint as precedence,
                    null::varchar as timestamp_flag
                where false
            )
        )
    )
) to (getvariable('staged')) (format parquet, compression zstd, compression_level 1);
