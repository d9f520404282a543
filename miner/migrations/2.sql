-- From schema version 1 to 2: one statement per column that came; new tables are made by schema.sql.
alter table events add column timestamp_flag varchar;
alter table quarantine add column run_id varchar;
alter table quarantine add column raw_form varchar;
alter table loads add column run_id varchar;
alter table loads add column events_conflicting bigint;

-- what was kept before was kept as it came
update quarantine set raw_form = 'plain' where raw_text is not null;
