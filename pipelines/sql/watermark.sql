-- One row per source that is a database: how far it was read, and with which settings.
begin;

delete from watermarks where source = getvariable('source');

insert into watermarks values (getvariable('source'), getvariable('settings'), getvariable('value'));

commit;
