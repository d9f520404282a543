-- One row per wait in wait_causes: an activity instance that was enabled before it started, and why it waited.

-- One row per worked instance: what it was done with, if others came in before the first of them began.
create or replace temp table batched as
with placed as (
    select
        worked_instances.*,
        batch_starts.start_us as batch_us
    from worked_instances
    asof inner join batch_starts
        on
            worked_instances.stretch_no = batch_starts.stretch_no
            and worked_instances.enabled_us <= batch_starts.start_us
),

ready as (
    select
        stretch_no,
        batch_us,
        max(enabled_us) as ready_us
    from placed
    group by stretch_no, batch_us
    having count(distinct case_no) > 1
)

select
    placed.* exclude (batch_us, stretch_no),
    ready.ready_us,
    if(ready.ready_us is null, null, (placed.stretch_no, placed.batch_us)) as batch
from placed
left join ready using (stretch_no, batch_us);

-- One row per piece of work of an actor, in the order of their beginnings.
create or replace temp table work as
select
    *,
    row_number() over begun as work_no,
    max(complete_us) over (
        partition by actor order by start_us, event_no rows unbounded preceding
    ) as busy_until_us
from batched
where start_us < complete_us
window begun as (partition by actor order by start_us, event_no);

-- One row per wait that has an actor, and the work that may have stood in its way: from first_no to last_no.
create or replace temp table waits as
with over_by as (
    select
        actor,
        busy_until_us,
        max(work_no) as work_no
    from work
    group by actor, busy_until_us
),

begun_by as (
    select
        actor,
        start_us,
        max(work_no) as work_no
    from work
    group by actor, start_us
),

known as (
    select
        batched.*,
        coalesce(batched.ready_us, batched.enabled_us) as from_us
    from batched
    inner join activity_instances using (event_no)
    where activity_instances.enabled_us < batched.start_us
),

first_known as (
    select
        known.*,
        coalesce(over_by.work_no, 0) + 1 as first_no
    from known
    asof left join over_by on known.actor = over_by.actor and known.from_us >= over_by.busy_until_us
)

select
    first_known.*,
    coalesce(begun_by.work_no, 0) as last_no
from first_known
asof left join begun_by
    on first_known.actor = begun_by.actor and first_known.start_us > begun_by.start_us;

-- One row per wait and moment at which something that keeps its actor busy begins or ends.
create or replace temp table changes as
with pieces as (
    select
        waits.event_no,
        waits.from_us,
        waits.start_us as to_us,
        work.start_us,
        work.complete_us,
        work.enabled_us > if(work.batch = waits.batch, waits.enabled_us, waits.from_us) as is_later
    from (select *, unnest(range(first_no, last_no + 1)) as work_no from waits) as waits
    inner join work using (actor, work_no)
    where work.complete_us > waits.from_us
),

ends as (
    select
        event_no,
        is_later,
        unnest([greatest(start_us, from_us), least(complete_us, to_us)]) as at_us,
        unnest([1, -1]) as step
    from pieces
    union all
    select
        event_no,
        false as is_later,
        unnest([from_us, start_us]) as at_us,
        0 as step
    from waits
)

select
    event_no,
    at_us,
    coalesce(sum(step) filter (where not is_later), 0) as earlier,
    coalesce(sum(step) filter (where is_later), 0) as later
from ends
group by event_no, at_us;

create or replace temp table actor_clocks as
select
    unnest($actors::varchar[]) as actor,
    unnest($clocks::varchar[]) as clock;

create or replace table wait_causes as
with moments as ( -- noqa: ST03
    select
        changes.*,
        coalesce(actor_clocks.clock, $clock) as clock,
        changes.at_us as ts_us
    from changes
    inner join waits using (event_no)
    left join actor_clocks using (actor)
),

spans as (
    select
        event_no,
        lead(at_us) over so_far - at_us as length_us,
        lead(worked_us) over so_far - worked_us as worked_us,
        sum(earlier) over so_far > 0 as is_contention,
        sum(later) over so_far > 0 as is_prioritisation
    from with_worked('moments')
    window so_far as (partition by event_no order by at_us)
),

summed as (
    select
        event_no,
        sum(length_us) filter (where is_contention) as contention_us,
        sum(length_us) filter (where is_prioritisation and not is_contention) as prioritisation_us,
        sum(length_us - worked_us)
            filter (where not is_contention and not is_prioritisation) as unavailability_us,
        sum(worked_us) filter (where not is_contention and not is_prioritisation) as extraneous_us
    from spans
    group by event_no
)

select
    told.event_no,
    told.previous_event_no,
    told.start_us - told.enabled_us as wait_us,
    coalesce(waits.from_us - waits.enabled_us, 0) as batching_us,
    coalesce(summed.contention_us, 0)::bigint as contention_us,
    coalesce(summed.prioritisation_us, 0)::bigint as prioritisation_us,
    coalesce(summed.unavailability_us, 0)::bigint as unavailability_us,
    coalesce(summed.extraneous_us, 0)::bigint as extraneous_us,
    if(waits.event_no is null, told.start_us - told.enabled_us, 0) as unexplained_us
from activity_instances as told
left join waits using (event_no)
left join summed using (event_no)
where told.enabled_us < told.start_us
order by told.event_no;
