-- One row per staged row of a file that was read in parts.
copy (
    from staged_rows(getvariable('staged_parts'))
-- most ids are different: a dictionary of them is given up late
) to (getvariable('staged')) (format parquet, compression zstd, compression_level 1, dictionary_size_limit 2000);
