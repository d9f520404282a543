-- One row per instance, event and step that takes part in it; an event before anything opened one has no instance.
select k.instance_no, p.*
from stage_parts as p
left join instance_keys as k
    on k.stage = p.stage and k.case_no = p.case_no and k.key = p.key and k.part = p.part
