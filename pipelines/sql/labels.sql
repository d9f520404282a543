-- One row per kind and id: the latest word of all reference files on what it is called.
copy (
    select kind, id, arg_max(label, {'at': coalesce(written_at, '-infinity'::timestamptz), 'label': label}) as label
    from read_parquet(getvariable('reference_files'))
    where kind is not null and id is not null and label is not null
    group by kind, id
    order by kind, id
) to (getvariable('reference')) (format parquet);
