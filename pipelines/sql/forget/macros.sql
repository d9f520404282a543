-- One value per call: what is left of a forgotten identifier, a keyed hash of the name that it had in the warehouse.
create or replace temp macro tombstone(kind, id) as
    left(keyed('forgotten' || chr(31) || kind || chr(31) || as_compared(kind, id)), 32);
