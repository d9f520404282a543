-- One row per staged row: those about somebody who was forgotten are rejected as such, without their content.
copy (
    with marked as (
        select
            *,
            list_filter(
                objects,
                lambda o: list_contains(
                    getvariable('gone'), o.object_type || chr(31) || as_compared(o.object_type, o.object_id)
                )
            ) as gone_objects,
            list_filter(
                links,
                lambda l: not list_contains(
                    getvariable('gone'), l.from_type || chr(31) || as_compared(l.from_type, l.from_id)
                ) and not list_contains(
                    getvariable('gone'), l.to_type || chr(31) || as_compared(l.to_type, l.to_id)
                )
            ) as kept_links
        from staged_rows(getvariable('staged'))
    ),

    judged as (
        select
            *,
            list_filter(objects, lambda o: not list_contains(gone_objects, o)) as kept_objects,
            -- a row that names another person by a key of theirs is about that person
            case
                when len(gone_objects) > 0 then len(list_filter(
                    kept_objects,
                    lambda o: list_contains(getvariable('key_types'), o.object_type)
                        and not names_nobody(o.object_id)
                )) = 0
                else len(links) > 0 and len(kept_links) = 0 and event_id is null
            end is true as is_gone
        from marked
    )

    select * exclude (gone_objects, kept_links, kept_objects, is_gone) replace (
        case when is_gone then 'forgotten' else reason end as reason,
        case when (is_gone or len(gone_objects) > 0) is not true then found end as found,
        case when (is_gone or len(gone_objects) > 0) is not true then raw_text end as raw_text,
        case when not is_gone then event_id end as event_id,
        case when not is_gone then activity end as activity,
        case
            when not is_gone and not list_contains(getvariable('gone'), 'actor' || chr(31) || actor) then actor
        end as actor,
        case when not is_gone then attributes end as attributes,
        case when not is_gone then kept_objects end as objects,
        case when not is_gone then kept_links end as links,
        case when not is_gone then equal_row end as equal_row
    )
    from judged
) to (getvariable('staged_without')) (format parquet, compression zstd, compression_level 1);
