-- One row per source, activity, part of it, life, kind of actor and visibility: its events.
create or replace temp table draft_faced as
select
    d.event_no, d.unit_no, d.life, d.source, d.activity, d.actor_kind, d.public, d.ts_us,
    if(
        list_contains(p.kinds, json_extract_string(d.attributes, '$."' || p.name || '"')),
        json_extract_string(d.attributes, '$."' || p.name || '"'),
        null
    ) as part
from draft_events as d
left join draft_partings as p using (source, activity);

select source, activity, part, life, actor_kind, public, count(*) as events
from draft_faced
group by all
order by source, activity, part nulls last, life, actor_kind, public nulls last
