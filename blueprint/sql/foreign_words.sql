-- One row per kind, step and source that says something of it, but nothing that the design knows; with the words seen.
with said as (
    select a.step, a.source, s.position, x.has_role, x.has_channel, x.above_visibility,
        list(distinct a.role order by a.role) filter (where a.role is not null) as roles,
        list(distinct a.channel order by a.channel) filter (where a.channel is not null) as channels,
        count(a.public) as says_public
    from acts as a
    inner join steps as s on s.step = a.step and not s.blind and s.most is distinct from 0
    inner join step_actors as x on x.step = a.step
    where a.own
    group by all
),

silent as (
    select 1 as place, 'wrong_role' as kind, d.step, d.source, d.position, d.roles as words
    from said as d
    inner join spoken as p on p.step = d.step and p.source = d.source and not p.knows_role
    where d.has_role and d.roles is not null
    union all
    select 2 as place, 'wrong_channel' as kind, d.step, d.source, d.position, d.channels as words
    from said as d
    inner join spoken as p on p.step = d.step and p.source = d.source and not p.knows_channel
    where d.has_channel and d.channels is not null
    union all
    select 3 as place, 'visibility_breach' as kind, d.step, d.source, d.position, null as words
    from said as d
    inner join spoken as p on p.step = d.step and p.source = d.source and not p.shows_public
    where d.above_visibility and d.says_public > 0
)

select kind, step, source, words
from silent
order by place, position, source
