-- One row per leaf and span of time in leaf_spans: the person that it is in that span.
-- Reads what identifiers.sql and glue.sql have left; miner/identity.py has the rules in words.

-- One row per click id that says who a visitor is: seen in one browser, and somebody's besides.
create or replace temp table telling_clicks as
select nodes.node_no
from nodes
inner join components using (node_no)
inner join node_links on nodes.node_no = node_links.node_no and node_links.other_kind = 'leaf'
where
    nodes.identifier_type = 'gclid'
    and components.component_no in (
        select components.component_no
        from components
        inner join nodes using (node_no)
        where nodes.identifier_type <> 'gclid'
    )
group by nodes.node_no, nodes.most
having count(distinct node_links.other_no) <= nodes.most;

-- One row per key that can say who a leaf is.
create or replace temp table telling_keys as
select
    components.node_no,
    components.component_no,
    nodes.type_rank,
    nodes.identifier_type = 'gclid' as is_click
from components
inner join nodes using (node_no)
where
    components.node_no not in (select crowded.node_no from crowded)
    and (nodes.identifier_type <> 'gclid' or components.node_no in (select telling_clicks.node_no from telling_clicks));

-- One row per event that touches a leaf and a key: its strongest key, as rank, person and key.
create or replace temp table event_persons as
select
    event_nodes.event_no,
    min((telling_keys.type_rank, telling_keys.component_no, event_nodes.node_no)) as strongest
from event_nodes
inner join telling_keys using (node_no)
semi join (
    select event_nodes.event_no
    from event_nodes
    inner join nodes using (node_no)
    where nodes.kind = 'leaf'
) as seen on event_nodes.event_no = seen.event_no
group by event_nodes.event_no;

-- One row per leaf, person that it is said to be, and moment of the saying (0 = no time was told).
create or replace temp table identifications as
select
    node_links.node_no,
    telling_keys.component_no,
    coalesce(node_links.at_us, 0) as at_us,
    telling_keys.is_click
from node_links
inner join telling_keys on node_links.other_no = telling_keys.node_no
where node_links.qualifier = 'same' and node_links.kind = 'leaf'
union
select
    event_nodes.node_no,
    event_persons.strongest[2] as component_no,
    numbered_events.ts_us as at_us,
    false as is_click
from event_nodes
inner join nodes using (node_no)
inner join event_persons using (event_no)
inner join numbered_events using (event_no)
anti join withdrawn
    on event_nodes.node_no = withdrawn.node_no
    and event_persons.strongest[3] = withdrawn.other_no
where nodes.kind = 'leaf';

-- One row per leaf that was identified as several persons.
create or replace temp table shared_leaves as
select node_no
from identifications
group by node_no
having min(component_no) < max(component_no);

-- One row per shared leaf and moment: sitting_no counts up where its visit ends, by a pause or by a new session.
create or replace temp table sittings as
with moments as (
    select
        node_no,
        at_us,
        null::varchar as session_id
    from identifications
    where node_no in (select shared_leaves.node_no from shared_leaves)
    union
    select
        event_nodes.node_no,
        numbered_events.ts_us as at_us,
        min(sessions.object_id) as session_id
    from event_nodes
    inner join numbered_events using (event_no)
    left join event_objects as sessions
        on numbered_events.event_id = sessions.event_id and sessions.object_type = 'session'
    where event_nodes.node_no in (select shared_leaves.node_no from shared_leaves)
    group by event_nodes.node_no, event_nodes.event_no, numbered_events.ts_us
),

at_once as (
    select
        node_no,
        at_us,
        min(session_id) as first_session,
        max(session_id) as last_session
    from moments
    group by node_no, at_us
),

parted as (
    select
        node_no,
        at_us,
        (
            at_us - lag(at_us) over pauses >= $pause_us
            or first_session <> lag(last_session ignore nulls) over pauses
        )::integer as is_new
    from at_once
    window pauses as (partition by node_no order by at_us)
)

select
    node_no,
    at_us,
    sum(coalesce(is_new, 0)) over (partition by node_no order by at_us rows unbounded preceding) as sitting_no
from parted;

-- One row per leaf and span in which it is one person: from the end of the visit of the one before.
create or replace temp table leaf_spans as
with marked as (
    select
        node_no,
        component_no,
        at_us,
        is_click,
        (lag(component_no) over moments is distinct from component_no)::integer as is_new
    from identifications
    semi join shared_leaves using (node_no)
    window moments as (partition by node_no order by at_us, component_no, is_click)
),

numbered as (
    select
        node_no,
        component_no,
        at_us,
        is_click,
        sum(is_new) over (
            partition by node_no order by at_us, component_no, is_click rows unbounded preceding
        ) as span_no
    from marked
),

spans as (
    select
        node_no,
        span_no,
        min(component_no) as component_no,
        min(at_us) as first_us,
        max(at_us) as last_us,
        bool_and(is_click) as by_click
    from numbered
    group by node_no, span_no
),

visits as (
    select
        sittings.node_no,
        sittings.sitting_no,
        max(sittings.at_us) as end_us
    from sittings
    group by sittings.node_no, sittings.sitting_no
),

ended as (
    select
        spans.node_no,
        spans.span_no,
        spans.component_no,
        spans.by_click,
        greatest(
            spans.last_us + 1,
            least(visits.end_us + 1, lead(spans.first_us) over (partition by spans.node_no order by spans.span_no))
        ) as to_us
    from spans
    left join sittings on spans.node_no = sittings.node_no and spans.last_us = sittings.at_us
    left join visits on sittings.node_no = visits.node_no and sittings.sitting_no = visits.sitting_no
),

bounded as (
    select
        node_no,
        component_no,
        by_click,
        lag(to_us) over ends as valid_from_us,
        if(lead(span_no) over ends is null, null, to_us) as valid_to_us,
        count(*) over (partition by node_no) as spans
    from ended
    window ends as (partition by node_no order by span_no)
)

select
    node_no,
    min(component_no) as component_no,
    bool_and(is_click) as by_click,
    null::bigint as valid_from_us,
    null::bigint as valid_to_us,
    1 as spans
from identifications
anti join shared_leaves using (node_no)
group by node_no
union all
from bounded
where valid_from_us is null or valid_to_us is null or valid_from_us < valid_to_us;
