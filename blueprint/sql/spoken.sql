-- One row per step and source that shows it: whether it ever has a role of the design, a channel of the step, and is ever public.
select a.step, a.source, count(r.word) > 0 as knows_role, count(w.word) > 0 as knows_channel,
    count(*) filter (where a.public) > 0 as shows_public
from acts as a
left join known_words as r on r.kind = 'role' and r.word = a.role
left join step_words as w on w.kind = 'channel' and w.step = a.step and w.word = a.channel
where a.own
group by a.step, a.source
