-- One row per activity instance whose actor and start are known in worked_instances, and what batches begin with.
create or replace temp table worked_instances as
with worked as (
    select
        event_no,
        case_no,
        activity_no,
        actor,
        coalesce(enabled_us, start_us) as enabled_us,
        start_us,
        coalesce(complete_us, start_us) as complete_us
    from activity_instances
    where actor is not null and actor_kind is distinct from 'customer' and start_us is not null
),

followed as (
    select
        *,
        max(complete_us) over (
            partition by actor, activity_no order by start_us, event_no
            rows between unbounded preceding and 1 preceding
        ) as busy_until_us
    from worked
)

-- work on one activity without a longer pause than $gap_us is one stretch
select
    * exclude (busy_until_us),
    count(*) filter (where busy_until_us is null or start_us - busy_until_us > $gap_us) over (
        order by actor, activity_no, start_us, event_no rows unbounded preceding
    ) as stretch_no
from followed;

-- One row per stretch and beginning in it: the first beginning of what came in after that.
create or replace temp table jumps as
with late as (
    select
        stretch_no,
        enabled_us,
        min(min(start_us)) over (
            partition by stretch_no order by enabled_us desc rows unbounded preceding
        ) as next_us
    from worked_instances
    group by stretch_no, enabled_us
),

starts as (select distinct stretch_no, start_us from worked_instances)

select
    starts.stretch_no,
    starts.start_us,
    late.next_us
from starts
asof inner join late on starts.stretch_no = late.stretch_no and starts.start_us < late.enabled_us;

-- One row per batch known so far: its stretch and its beginning.
create or replace temp table batch_starts as
select
    stretch_no,
    min(start_us) as start_us
from worked_instances
group by stretch_no;
