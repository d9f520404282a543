-- One row per staged row, with the rows that the reader could not split into columns put between them.
copy (
    with rejects as (
        select
            line::bigint as line,
            arg_min(error_type, column_idx) as error_type,
            arg_min(error_message, column_idx) as error_message,
            arg_min(csv_line, column_idx) as csv_line
        from reject_errors
        group by line
    ),

    placed as (
        -- a good row moves down by the rejected rows before it
        select line - getvariable('header_lines') - row_number() over (order by line) as good_before,
            row_number() over (order by line) as rejected
        from rejects
    ),

    moved as (
        select s.* replace (s.source_row + coalesce(p.rejected, 0) as source_row)
        from staged_rows(getvariable('staged')) as s
        asof left join (
            select good_before, max(rejected) as rejected
            from placed
            group by good_before
        ) as p on s.source_row - getvariable('header_lines') - getvariable('rows_before') > p.good_before
    )

    from moved
    union all by name
    select
        getvariable('file_no')::integer as file_no,
        line + getvariable('rows_before') as source_row,
        0 as part,
        case error_type
            when 'INVALID ENCODING' then 'bad_encoding'
            when 'LINE SIZE OVER MAXIMUM' then 'line_too_long'
            else 'bad_columns'
        end as reason,
        left(error_message, 200) as found,
        left(ltrim(csv_line, chr(10) || chr(13)), 4000) as raw_text
    from rejects
) to (getvariable('staged_with_rejects')) (format parquet, compression zstd, compression_level 1);
