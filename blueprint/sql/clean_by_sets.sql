-- One row per stage and distinct sequence of steps in finished instances: whether it is a run of the flow, by sets.
with seen as (
    select variant_no, stage, unnest(trace) as step, generate_subscripts(trace, 1) as place
    from stage_variants
),

placed as (
    select s.*, b.least, b.most, b.loop, b.again, b.step is null as is_strange,
        row_number() over (partition by s.variant_no, b.loop order by s.place) - 1 as nth
    from seen as s
    left join flow_bounds as b on b.stage = s.stage and b.step = s.step
),

rounded as (
    select p.*, r.period, r."first", r.tail, if(p.loop is null, 0, p.nth // r.period) as round, p.nth % r.period as slot
    from placed as p
    left join flow_rounds as r on r.stage = p.stage and r.loop = p.loop
),

parts as (
    select r.variant_no, r.stage, f.node, f.operator, f.child, if(f.inside, r.round, 0) as round, r.place
    from rounded as r
    inner join flow_parts as f on f.stage = r.stage and f.step = r.step
),

begun as (
    select distinct variant_no, stage, node, round
    from parts
),

unclean as (
    select variant_no
    from placed
    where is_strange
    union
    select variant_no
    from placed
    where not is_strange
    group by variant_no, step
    having count(*) < any_value(least) or coalesce(count(*) > any_value(most), false)
    union
    select variant_no
    from (
        select variant_no, child < lag(child) over (partition by variant_no, node, round order by place) as is_back
        from parts
        where operator = 'sequence'
    )
    where is_back
    union
    select variant_no
    from parts
    where operator = 'choice'
    group by variant_no, node, round
    having count(distinct child) > 1
    union
    select b.variant_no
    from begun as b
    inner join flow_children as c on c.stage = b.stage and c.node = b.node and not c.may_lack
    anti join parts as p
        on p.variant_no = b.variant_no and p.node = b.node and p.round = b.round and p.child = c.child
    union
    select variant_no
    from rounded
    where loop is not null and again <> (slot >= "first")
    union
    select variant_no
    from rounded
    where loop is not null
    group by variant_no, loop
    having count(*) % any_value(period) <> any_value(tail)
    union
    select variant_no
    from rounded
    where loop is not null
    group by variant_no, loop, round, step
    having count(*) > 1
)

select v.stage, v.trace, u.variant_no is null as is_clean
from stage_variants as v
semi join flow_stages as f on f.stage = v.stage
left join unclean as u on u.variant_no = v.variant_no
order by v.stage, v.variant_no
