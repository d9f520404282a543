-- One row per staged row of a file that was read in parts.
copy (
    from read_parquet(getvariable('staged_parts'))
) to (getvariable('staged')) (format parquet, compression zstd, compression_level 1);
