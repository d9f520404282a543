-- One row per rejected row and per load that may come again: when they were first met.
create or replace temp table seen_before as
select
    source_file, source_row, reason,
    list(redacted(raw_text, regexp_extract(detail, '^found (.*?)(?:; |$)', 1))) as shapes,
    bool_or(raw_text is null) as is_shapeless,
    min(first_seen) as first_seen
from quarantine
where source = getvariable('source')
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
