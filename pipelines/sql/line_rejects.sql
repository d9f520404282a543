-- One row per staged row, with the lines that are no text put between them.
copy (
    from staged_rows(getvariable('staged'))
    union all by name
    select
        getvariable('file_no')::integer as file_no,
        source_row,
        0 as part,
        fault as reason,
        left(line, 4000) as raw_text
    from file_lines
    where fault is not null
) to (getvariable('staged_with_rejects')) (format parquet, compression zstd, compression_level 1);
