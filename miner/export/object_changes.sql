-- One row per change of an object's attribute: none, for the normal form keeps none.
select
    null::varchar as "ocel:oid",
    null::varchar as "ocel:type",
    null::varchar as "ocel:field",
    null::timestamp_ns as "ocel:timestamp"
where false
