-- One row per rejected row of a load that was stopped earlier: this load says anew what is wrong.
delete from quarantine
where source = getvariable('source') and load_id not in (select load_id from loads);
