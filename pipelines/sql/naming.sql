-- One row: how this warehouse names persons, written with its first load.
insert into naming by name
select getvariable('identifiers') as identifiers, getvariable('fingerprint')::varchar as key_fingerprint
where not exists (from naming);
