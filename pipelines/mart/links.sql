-- One row per link: a designed one as it was taken, or two steps in an order that the design does not know.
-- source: The earlier step
-- target: The later step
-- designed: Whether the design has the link
-- crosses: Line that it crosses: interaction, visibility or internal_interaction; null for none
-- instances: Stage instances with the link
-- share: Share of the instances that have the earlier step, 0 to 1
-- p50_s: Median seconds from the one to the other
with found as (
    select unnest(from_json($findings -> 'links', '[{
        "source": "varchar", "target": "varchar", "designed": "boolean", "crosses": "varchar",
        "instances": "bigint", "share": "double", "p50_s": "double"
    }]'), recursive := true)
)

select "source", "target", designed, crosses, instances, "share", p50_s
from found
order by "source", "target"
