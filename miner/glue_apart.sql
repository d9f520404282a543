-- One row per component and single type in sides: the person that it is nearest to, null between two.
create or replace temp table sides as
with recursive edges as (
    select distinct
        drawn.own_component_no,
        drawn.component_no
    from drawn
    inner join joined on drawn.own_component_no = joined.component_no
    where joined.joined_no in (select torn.joined_no from torn)
),

labels(component_no, identifier_type, anchor_no) using key (component_no, identifier_type) as (
    select
        anchors.component_no,
        anchors.identifier_type,
        anchors.anchor_no
    from anchors
    inner join joined using (component_no)
    where joined.joined_no in (select torn.joined_no from torn)
    union
    select
        edges.component_no,
        labels.identifier_type,
        if(min(labels.anchor_no) = max(labels.anchor_no), min(labels.anchor_no), null)
    from labels
    inner join edges on labels.component_no = edges.own_component_no
    left join recurring.labels as known
        on edges.component_no = known.component_no and labels.identifier_type = known.identifier_type
    where labels.anchor_no is not null and known.component_no is null
    group by edges.component_no, labels.identifier_type
)

from labels;

-- What lies between two persons is neither's, and a statement from one side to another does not hold.
delete from drawn
where
    exists (
        select 1
        from sides
        where
            sides.anchor_no is null
            and sides.component_no in (drawn.own_component_no, drawn.component_no)
    )
    or exists (
        select 1
        from sides
        inner join sides as others using (identifier_type)
        where
            sides.component_no = drawn.own_component_no
            and others.component_no = drawn.component_no
            and sides.anchor_no <> others.anchor_no
    );
