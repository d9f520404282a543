-- One row per pair of activities: how often one was worked on while the other was, in how many cases, how long.
with instances as (
    select
        traces.group_no,
        traces.case_no,
        traces.event_no,
        traces.activity_no,
        told.start_us,
        told.complete_us
    from traces
    inner join main.activity_instances as told using (event_no)
    where told.start_us < told.complete_us
),

pairs as (
    select
        ones.group_no,
        least(ones.activity_no, others.activity_no) as one_no,
        greatest(ones.activity_no, others.activity_no) as other_no,
        count(*) as frequency,
        count(distinct ones.case_no) as cases,
        sum(
            least(ones.complete_us, others.complete_us) - greatest(ones.start_us, others.start_us)
        )::bigint as total_us
    from instances as ones
    inner join instances as others
        on ones.group_no = others.group_no
        and ones.case_no = others.case_no
        and ones.event_no < others.event_no
        and ones.start_us < others.complete_us
        and others.start_us < ones.complete_us
    group by ones.group_no, one_no, other_no
)

select
    pairs.group_no,
    ones.activity as one,
    others.activity as other,
    pairs.frequency,
    pairs.cases,
    pairs.total_us
from pairs
inner join activities as ones on pairs.one_no = ones.activity_no
inner join activities as others on pairs.other_no = others.activity_no
order by pairs.group_no, pairs.frequency desc, one, other, pairs.one_no, pairs.other_no
