-- One row per component that this round touches in joined: the smallest that it hangs together with.
create or replace temp table joined as
with recursive edges as (
    select distinct
        own_component_no,
        component_no
    from drawn
),

labels(component_no, joined_no) using key (component_no) as (
    select distinct
        own_component_no as component_no,
        own_component_no as joined_no
    from edges
    union
    select
        edges.component_no,
        min(labels.joined_no)
    from labels
    inner join edges on labels.component_no = edges.own_component_no
    inner join recurring.labels as known on edges.component_no = known.component_no
    group by edges.component_no, known.joined_no
    having min(labels.joined_no) < known.joined_no
)

select
    component_no,
    joined_no
from labels;

-- One row per joined component that would be two persons of one single type: it must come apart.
create or replace temp table torn as
select joined.joined_no
from joined
inner join anchors using (component_no)
group by joined.joined_no, anchors.identifier_type
having count(distinct anchors.anchor_no) > 1;

select count(*) from torn;
