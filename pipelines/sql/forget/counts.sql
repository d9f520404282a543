-- One row: what was left out of the new file, by table.
select
    (select count(*) from warehouse.events) - (select count(*) from fresh.events) as events,
    (select count(*) from warehouse.object_links) - (select count(*) from fresh.object_links) as links,
    (select count(*) from warehouse.quarantine) - (select count(*) from fresh.quarantine) as quarantine_rows
