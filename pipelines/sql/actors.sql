-- One row per actor: the latest word of all reference files on who it is.
copy (
    select actor, latest.actor_kind as actor_kind, latest.role as role
    from (
        select
            actor,
            arg_max(
                {'actor_kind': actor_kind, 'role': role},
                {'at': coalesce(written_at, '-infinity'::timestamptz), 'kind': actor_kind, 'role': coalesce(role, '')}
            ) as latest
        from read_parquet(getvariable('reference_files'))
        where actor is not null
        group by actor
    )
    order by actor
) to (getvariable('reference')) (format parquet);
