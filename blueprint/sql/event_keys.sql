-- One row per event and object that one of the design's stages counts its instances by; one that was merged is its survivor.
select distinct n.event_no, o.object_type, coalesce(s.survivor_id, o.object_id) as object_id
from event_objects as o
inner join numbered_events as n on n.event_id = o.event_id
left join object_survivors as s on s.object_type = o.object_type and s.object_id = o.object_id
where o.object_type in (select object_type from stages where object_type is not null)
order by all
