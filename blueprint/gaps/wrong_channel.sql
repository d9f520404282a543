-- One row per occurrence whose channel is known, of a step that names its channels.
select a.step as subject, null as facet, i.instance_no, i.case_no, i.customer_no,
    if(w.word is null, a.channel, null) as detail,
    w.word is null as affected, if(affected, 1, 0) as effect
from acts as a
inner join judged as i
    on i.instance_no = a.instance_no
    and not (a.by_place and (i.left_truncated or coalesce(a.ts_us > i.cut_us, false)))
inner join steps as s on s.step = a.step and not s.blind and s.most is distinct from 0
inner join spoken as p on p.step = a.step and p.source = a.source and p.knows_channel
left join step_words as w on w.step = a.step and w.kind = 'channel' and w.word = a.channel
where a.own and a.channel is not null
