-- One row: a file that was hashed, with its size and time of change.
insert into seen_files by name
select
    $source as source,
    $name as source_file,
    $sha256 as file_sha256,
    $size_bytes as size_bytes,
    $changed_ns as changed_ns
