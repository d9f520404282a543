-- One row per occurrence whose actor is known: by kind (that of the step's lane), or by role (those of the step).
with known as (
    select a.step, i.instance_no, i.case_no, i.customer_no, a.actor_kind, a.role,
        a.actor_kind <> 'unknown' as has_known_kind, a.actor_kind not in ('unknown', x.actor) as is_wrong_kind,
        x.has_role and a.role is not null and (k.word is not null or p.knows_role) as has_known_role,
        has_known_role and w.word is null as is_wrong_role
    from acts as a
    inner join judged as i
        on i.instance_no = a.instance_no
        and not (a.by_place and (i.left_truncated or coalesce(a.ts_us > i.cut_us, false)))
    inner join steps as s on s.step = a.step and not s.blind and s.most is distinct from 0
    inner join step_actors as x on x.step = a.step
    inner join spoken as p on p.step = a.step and p.source = a.source
    left join known_words as k on k.kind = 'role' and k.word = a.role
    left join step_words as w on w.step = a.step and w.kind = 'role' and w.word = a.role
    where a.own
)

select step as subject, null as facet, instance_no, case_no, customer_no,
    case when is_wrong_kind then actor_kind when is_wrong_role then role end as detail,
    is_wrong_kind or is_wrong_role as affected, if(affected, 1, 0) as effect
from known
where has_known_kind or has_known_role
