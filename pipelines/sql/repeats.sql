-- One row per staged event or eventless row that another one of this load stands for.
copy (
    with candidates as (
        select file_no, source_row, part, event_id, precedence, "timestamp",
            md5(to_json({
                'activity': activity, 'precision': timestamp_precision, 'sequence': sequence,
                'actor_kind': actor_kind, 'actor': actor, 'role': role, 'channel': channel,
                'public': public, 'attributes': attributes, 'objects': objects
            })::varchar) as content
        from staged_rows(getvariable('staged_files')) as s
        semi join suspects on hash(s.event_id) = suspects.id_hash
    ),

    -- an id that only shares its hash with another is the first and last of its own
    ranked as (
        select file_no, source_row, part,
            row_number() over by_worth as place,
            content <> first_value(content) over by_worth
                or "timestamp" <> first_value("timestamp") over by_worth as differs
        from candidates
        window by_worth as (
            partition by event_id
            order by precedence, "timestamp", content, file_no, source_row, part
        )
    ),

    equal_rows as (
        select file_no, source_row, part,
            row_number() over (partition by equal_row order by file_no, source_row) as place
        from staged_rows(getvariable('staged_files'))
        where equal_row is not null
    )

    select file_no, source_row, part, differs
    from ranked
    where place > 1
    union all
    select file_no, source_row, part, false as differs
    from equal_rows
    where place > 1
) to (getvariable('repeats')) (format parquet);
