-- One row per key in components: what each key is glued to before any round; and what the rounds fill.
create or replace temp table components as
select
    node_no,
    node_no as component_no
from nodes
where kind = 'key';

-- One row per key and round that was run: its component at the end of it (-1: before any).
create or replace temp table component_rounds as
select
    node_no,
    -1 as round_no,
    component_no
from components;

-- One row per key that does not glue: shared (over its fan-out) or contested (of two single ids).
create or replace temp table crowded (node_no bigint, rule varchar);

-- One row per pair of keys that does glue, once each way.
create or replace temp table glue (node_no bigint, other_no bigint, round_no integer);

-- One row per component and type with one single id; anchor_no is the person that the id names.
create or replace temp table anchors (component_no bigint, identifier_type varchar, anchor_no bigint);

-- One row per pair of keys of two persons that are alike (once each way); holds: they are one by that.
create or replace temp table fuzzy_links (
    node_no bigint, other_no bigint, component_no bigint, probability double, holds boolean
);
