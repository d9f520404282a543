-- One row per step of the as-is blueprint: designed ones and those that nobody designed.
-- step: Id of the step
-- stage: Its stage
-- lane: Its lane
-- designed: Whether the design has it
-- instrumented: Whether the log can show it at all; a step that is not instrumented is never missing
-- cases: Cases with the step
-- instances: Stage instances with the step
-- share: Share of its stage's instances, 0 to 1
-- events: Events bound to it
with found as (
    select unnest(from_json($findings -> 'steps', '[{
        "id": "varchar", "stage": "varchar", "lane": "varchar", "designed": "boolean",
        "instrumented": "boolean", "cases": "bigint", "instances": "bigint", "share": "double",
        "events": "bigint"
    }]'), recursive := true)
)

select id as step, stage, lane, designed, instrumented, cases, instances, "share", events
from found
order by stage, lane, step
