-- One row per confirmed gap, stratum (stage, channel, declared segments), customer and side: answers, and the sum of their scores.
with strata as (
    select instance_no, string_agg(attribute || '=' || value, chr(31) order by attribute) as stratum
    from instance_segments
    where attribute not in ('role', 'week') and instance_no in (select instance_no from stage_answers)
    group by instance_no
),

answered as (
    select r.gap_no, a.stage, coalesce(s.stratum, '') as stratum, a.instance_no, a.customer_no, a.score,
        bool_or(r.affected) as is_with
    from segment_rows as r
    inner join segmented_gaps as g on g.gap_no = r.gap_no and g.kind <> 'low_emotion'
    inner join stage_answers as a on a.instance_no = r.instance_no
    left join strata as s on s.instance_no = a.instance_no
    group by r.gap_no, a.stage, s.stratum, a.instance_no, a.customer_no, a.score
)

select gap_no, stage, stratum, customer_no, is_with, count(*) as n, sum(score)::bigint as y
from answered
group by gap_no, stage, stratum, customer_no, is_with
