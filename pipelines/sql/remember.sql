-- One row per rejected row and per load that may come again: when they were first met.
create or replace temp table seen_before as
select
    source_file, source_row, reason,
    list(case
        when raw_form = 'redacted' then raw_text
        else redacted(raw_text, regexp_extract(detail, '^found (.*?)(?:; |$)', 1))
    end) as shapes,
    bool_or(raw_text is null) as is_shapeless,
    min(first_seen) as first_seen
from quarantine
-- of files that are not read now nothing is compared: they may have a million such rows
where
    source = getvariable('source')
    and (source_row = 0 or source_file in (select unnest(getvariable('coming'))))
group by source_file, source_row, reason;

create or replace temp table loaded_before as
select load_id, min(loaded_at) as loaded_at
from loads
where source = getvariable('source')
group by load_id;

create or replace temp table rejected_before as
select source_file, source_row, reason, detail, first_seen
from quarantine
where source = getvariable('source') and replay_status <> 'replayed' and getvariable('is_replay');
