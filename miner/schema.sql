-- The normal form (after OCEL 2.0): an event touches several objects; one row per event in `events`.
-- Ids of events are nearly all different: to look for a dictionary in them costs more than all else.
create table if not exists schema_version (version integer not null);

create table if not exists events (
    event_id varchar not null using compression zstd,
    source varchar not null,
    activity varchar not null,
    "timestamp" timestamptz not null,
    timestamp_kind varchar not null,
    timestamp_precision varchar not null,
    sequence bigint,
    actor_kind varchar not null,
    actor varchar,
    role varchar,
    channel varchar,
    public boolean,
    attributes json,
    source_file varchar not null,
    source_row bigint not null,
    load_id varchar not null,
    timestamp_flag varchar
);

create table if not exists event_objects (
    event_id varchar not null using compression zstd,
    object_type varchar not null,
    object_id varchar not null,
    qualifier varchar
);

create table if not exists object_links (
    source varchar not null,
    from_type varchar not null,
    from_id varchar not null,
    to_type varchar not null,
    to_id varchar not null,
    qualifier varchar not null,
    linked_at timestamptz,
    load_id varchar not null
);

create table if not exists quarantine (
    load_id varchar not null,
    source varchar not null,
    source_file varchar not null,
    source_row bigint not null,
    reason varchar not null,
    detail varchar,
    raw_text varchar,
    first_seen timestamptz not null,
    last_seen timestamptz not null,
    replay_status varchar not null,
    run_id varchar,
    raw_form varchar
);

create table if not exists watermarks (
    source varchar not null,
    settings varchar not null,
    value varchar not null
);

create table if not exists loads (
    load_id varchar not null,
    source varchar not null,
    source_file varchar not null,
    file_sha256 varchar not null,
    loaded_at timestamptz not null,
    rows_read bigint not null,
    events_loaded bigint not null,
    events_duplicate bigint not null,
    rows_loaded bigint not null,
    rows_duplicate bigint not null,
    rows_quarantined bigint not null,
    first_event timestamptz,
    last_event timestamptz,
    run_id varchar,
    events_conflicting bigint
);

create table if not exists seen_files (
    source varchar not null,
    source_file varchar not null,
    file_sha256 varchar not null,
    size_bytes bigint not null,
    changed_ns bigint not null
);

create table if not exists naming (identifiers varchar not null, key_fingerprint varchar);

create table if not exists forgotten (tombstone varchar not null, forgotten_at timestamptz not null);

comment on table events is 'One row per event: one thing that happened, at one time';
comment on column events.event_id is 'The source''s own id, prefixed by the source; else a hash of the content; never of the load time';
comment on column events.source is 'Name of the source in project.yaml';
comment on column events.activity is 'What happened, as the source calls it';
comment on column events."timestamp" is 'When it happened, UTC, microseconds';
comment on column events.timestamp_kind is 'occurred, received, planned or synthetic';
comment on column events.timestamp_precision is 'us, ms, s, minute or day: how exact the source''s clock is written';
comment on column events.sequence is 'The source''s own tie-break inside one moment; never the file position';
comment on column events.actor_kind is 'customer, person, system, partner or unknown';
comment on column events.actor is 'Who acted, by the source''s id';
comment on column events.role is 'The role of who acted, as the source says it';
comment on column events.channel is 'Where it happened, in the source''s own word: web, email, phone, chat, api ...';
comment on column events.public is 'Whether the customer saw it; null when the source does not say';
comment on column events.attributes is 'JSON of the attributes named in bindings or in keep:';
comment on column events.source_file is 'File it came from, relative to the project';
comment on column events.source_row is 'Line or row in that file, counted from 1';
comment on column events.load_id is 'The load that brought it';
comment on column events.timestamp_flag is 'ambiguous or impossible: a local time that the clock change makes two or none; future: after the load; null: nothing to say';
comment on table event_objects is 'One row per event and object that it touches';
comment on column event_objects.event_id is 'The event';
comment on column event_objects.object_type is 'Type of the object: user, anonymous, email, ticket, lead ...';
comment on column event_objects.object_id is 'Id of the object, always text';
comment on column event_objects.qualifier is 'How the event touches it: subject, actor ...';
comment on table object_links is 'One row per statement of a source that two objects belong together';
comment on column object_links.source is 'Name of the source that says so';
comment on column object_links.from_type is 'Type of the first object';
comment on column object_links.from_id is 'Id of the first object';
comment on column object_links.to_type is 'Type of the second object';
comment on column object_links.to_id is 'Id of the second object';
comment on column object_links.qualifier is 'same: both are names of one person; of: the first belongs to the second';
comment on column object_links.linked_at is 'When the source said so, if it tells';
comment on column object_links.load_id is 'The load that brought it';
comment on table quarantine is 'One row per rejected input row; nothing is lost silently';
comment on column quarantine.load_id is 'The load that met it';
comment on column quarantine.source is 'Name of the source in project.yaml';
comment on column quarantine.source_file is 'File, relative to the project';
comment on column quarantine.source_row is 'Line or row in that file, counted from 1; 0 is the file as a whole';
comment on column quarantine.reason is 'Reason code, such as invalid_json or bad_timestamp';
comment on column quarantine.detail is 'What was found and what was expected; what is no time is masked as the raw text is';
comment on column quarantine.raw_text is 'The row, cut at 4,000 characters, as raw_form says; null after its retention';
comment on column quarantine.first_seen is 'First time it was met';
comment on column quarantine.last_seen is 'Last time it was met';
comment on column quarantine.replay_status is 'new, replayed (loaded by a replay since) or still_bad';
comment on column quarantine.run_id is 'The run that met it last';
comment on column quarantine.raw_form is 'redacted (letters as x, digits as 0, keys and times kept), plain, or dropped after its retention';
comment on table watermarks is 'One row per source that is a database: how far it was read';
comment on column watermarks.source is 'Name of the source in project.yaml';
comment on column watermarks.settings is 'Hash of the settings it was read with: others begin anew';
comment on column watermarks.value is 'Highest value of the watermark column, as the database writes it';
comment on table loads is 'One row per file and load: the manifest; read = loaded + duplicate + quarantined';
comment on column loads.load_id is 'Id of the load: a hash of source and file content';
comment on column loads.source is 'Name of the source in project.yaml';
comment on column loads.source_file is 'File, relative to the project';
comment on column loads.file_sha256 is 'Hash of the file''s bytes';
comment on column loads.loaded_at is 'When the load was committed';
comment on column loads.rows_read is 'Input rows in the file';
comment on column loads.events_loaded is 'New events in the warehouse';
comment on column loads.events_duplicate is 'Events that the warehouse had already';
comment on column loads.rows_loaded is 'Input rows that gave at least one new event or link, or a reference row that was read';
comment on column loads.rows_duplicate is 'Input rows that were in the warehouse already';
comment on column loads.rows_quarantined is 'Input rows that were rejected';
comment on column loads.first_event is 'Earliest event of the file';
comment on column loads.last_event is 'Latest event of the file';
comment on column loads.run_id is 'The run that loaded it';
comment on column loads.events_conflicting is 'Events that have the id of another one, but other content';
comment on table seen_files is 'One row per file that was hashed: as long as size and time of change stay, it is not read again';
comment on column seen_files.source is 'Name of the source in project.yaml';
comment on column seen_files.source_file is 'File, relative to the project';
comment on column seen_files.file_sha256 is 'Hash of the file''s bytes';
comment on column seen_files.size_bytes is 'Size when it was hashed';
comment on column seen_files.changed_ns is 'Time of change when it was hashed, in nanoseconds since 1970';
comment on table naming is 'One row: how this warehouse names persons';
comment on column naming.identifiers is 'pseudonyms or plain, as privacy: says';
comment on column naming.key_fingerprint is 'Tells whether a key is the one of the pseudonyms; nothing else of it';
comment on table forgotten is 'One row per identifier of a customer who was forgotten; later rows about them are not loaded';
comment on column forgotten.tombstone is 'Keyed hash of the identifier''s pseudonym; nothing leads back from it';
comment on column forgotten.forgotten_at is 'When they were forgotten';
