-- One row per staged row, with all columns: of a file whose mapping never says some of them these are null.
create or replace temp macro staged_rows(files) as table
    from read_parquet(files, union_by_name = true)
    union all by name
    select
        null::varchar as timestamp_kind, null::bigint as precedence, null::bigint as sequence,
        null::varchar as role, null::varchar as channel, null::boolean as public,
        null::struct(
            from_type varchar, from_id varchar, to_type varchar, to_id varchar,
            qualifier varchar, linked_at timestamptz
        )[] as links
    where false;
