-- One row per event of the loads that new ones replace: afterwards nothing of them is left.
delete from event_objects
where event_id in (
    select event_id
    from events
    where list_contains(getvariable('replaced'), load_id)
);

delete from events where list_contains(getvariable('replaced'), load_id);

delete from object_links where list_contains(getvariable('replaced'), load_id);

delete from loads where list_contains(getvariable('replaced'), load_id);

delete from quarantine where list_contains(getvariable('replaced'), load_id);
