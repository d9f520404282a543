-- One row per new event in event_numbers: a number between those of its neighbours in the total order.
create or replace temp table event_numbers as
with newcomers as (
    select *, (ts_us - $from_us) // 60_000_000 as bucket
    from part.main.numbered_events
    anti join old_events using (event_id)
),

buckets as (select distinct bucket from newcomers),

spans as (
    select
        (ts_us - $from_us) // 60_000_000 as bucket,
        min(event_no) as first_no,
        max(event_no) as last_no
    from prepared.numbered_events
    where ts_us >= $from_us
    group by bucket
    union all
    select
        -1,
        null,
        max(event_no)
    from prepared.numbered_events
    where ts_us < $from_us
    having count(*) > 0
),

-- new events, those of the same minutes, and for each minute what is before and after it
points as (
    select
        bucket,
        0 as edge,
        ts_us,
        source,
        sequence,
        activity,
        event_id,
        event_no as part_no,
        null::bigint as before_no,
        null::bigint as after_no
    from newcomers
    union all
    select
        (n.ts_us - $from_us) // 60_000_000,
        0,
        n.ts_us,
        n.source,
        n.sequence,
        n.activity,
        n.event_id,
        null,
        n.event_no,
        n.event_no
    from prepared.numbered_events as n
    semi join buckets on (n.ts_us - $from_us) // 60_000_000 = buckets.bucket
    where n.ts_us >= $from_us
    union all
    select buckets.bucket, -1, null, null, null, null, null, null, spans.last_no, null
    from buckets
    asof join spans on buckets.bucket > spans.bucket
    union all
    select buckets.bucket, 1, null, null, null, null, null, null, null, spans.first_no
    from buckets
    asof join spans on buckets.bucket < spans.bucket
),

bounded as (
    select
        part_no,
        row_number() over total as place,
        max(before_no) over (total rows unbounded preceding) as before_no,
        min(after_no) over (total rows between current row and unbounded following) as after_no
    from points
    window total as (order by bucket, edge, ts_us, source, sequence nulls last, activity, event_id)
),

crowds as (
    select
        part_no,
        before_no,
        after_no,
        row_number() over (partition by before_no, after_no order by place) as rank,
        count(*) over (partition by before_no, after_no) as many
    from bounded
    where part_no is not null
)

select
    part_no,
    case
        when after_no is null then coalesce(before_no, 0) + rank * $gap
        when before_no is null then after_no - (many + 1 - rank) * $gap
        else before_no + ((after_no - before_no)::hugeint * rank // (many + 1))::bigint
    end as event_no,
    coalesce(after_no - before_no <= many, false) as is_crowded
from crowds;

select count(*) from event_numbers where is_crowded;
