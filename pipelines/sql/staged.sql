-- One row per input row and event in it, at least one per input row: what the format found, ready to commit.
copy (
    select columns(lambda c: not list_contains(getvariable('unsaid'), c))
    from (
        select
            getvariable('file_no')::integer as file_no,
            source_row::bigint as source_row,
            part::integer as part,
            reason,
            left(found, 200) as found,
            case when reason is not null then left(raw, 4000) end as raw_text,
            case
                when reason is null and not skipped and event_id is not null
                    then getvariable('source') || ':' || if(is_plain_id, event_id, event_name(event_id))
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
            case
                when actor_kind <> 'system' and known_name is not null then known_name
                else actor_name(actor_kind, actor)
            end as actor,
            role,
            channel,
            public,
            attributes::varchar as attributes,
            person_objects(called_objects(objects)) as objects,
            case when reason is null and links is not null then person_links(called_links(links)) end as links,
            -- rows without an event are told apart by what stands in them
            case when reason is null and not skipped and event_id is null then md5(raw) end as equal_row
        -- what a mapping says nothing of it leaves out
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
                        null::varchar as found, null::varchar as event_id, null::boolean as is_plain_id,
                        null::varchar as activity,
                        null::timestamptz as "timestamp", null::varchar as timestamp_kind,
                        null::bigint as precedence, null::varchar as timestamp_precision,
                        null::varchar as timestamp_flag, null::bigint as sequence,
                        null::varchar as actor_kind, null::varchar as actor, null::varchar as role,
                        null::varchar as channel, null::boolean as public, null::varchar as attributes,
                        null::struct(object_type varchar, object_id varchar, qualifier varchar)[] as objects,
                        null::struct(
                            from_type varchar, from_id varchar, to_type varchar, to_id varchar,
                            qualifier varchar, linked_at timestamptz
                        )[] as links
                    where false
                )
            )
        )
        left join named_actors on actor = known_actor
    )
-- most ids are different: a dictionary of them is given up late
) to (getvariable('staged')) (format parquet, compression zstd, compression_level 1, dictionary_size_limit 2000);
