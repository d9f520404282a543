-- One row per staged event or eventless row that another one of this load stands for.
copy (
    with staged as (
        select file_no, source_row, part, event_id, precedence, "timestamp", equal_row,
            {
                'activity': activity, 'precision': timestamp_precision, 'sequence': sequence,
                'actor_kind': actor_kind, 'actor': actor, 'role': role, 'channel': channel,
                'public': public, 'attributes': attributes, 'objects': objects
            } as contents
        from read_parquet(getvariable('staged_files'))
    ),

    repeated as (
        select event_id
        from staged
        where event_id is not null
        group by event_id
        having count(*) > 1
    ),

    candidates as (
        select *, md5(to_json(contents)::varchar) as content
        from staged
        semi join repeated on staged.event_id = repeated.event_id
    ),

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
        from staged
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
