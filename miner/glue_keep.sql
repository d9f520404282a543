-- One row per pair that this round has glued, added to glue; components and component_rounds follow.
insert into glue
select
    said.node_no,
    said.other_no,
    $round_no as round_no
from said
semi join (
    select
        drawn.node_no,
        drawn.other_no
    from drawn
    union all
    select
        node_no,
        other_no
    from said
    where
        own_component_no = component_no
        and node_no not in (select crowded.node_no from crowded)
        and other_no not in (select crowded.node_no from crowded)
) as kept on said.node_no = kept.node_no and said.other_no = kept.other_no;

update components
set component_no = joined.joined_no
from joined
where components.component_no = joined.component_no;

insert into component_rounds
select
    node_no,
    $round_no as round_no,
    component_no
from components;

drop table said;
drop table marks;
drop table drawn;
drop table joined;
drop table torn;
