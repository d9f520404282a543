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
    if(
        ready.ready_us is null,
        null,
        dense_rank() over (order by placed.stretch_no, placed.batch_us)
    ) as batch
from placed
left join ready using (stretch_no, batch_us);

create or replace temp table actor_clocks as
select
    unnest($actors::varchar[]) as actor,
    unnest($clocks::varchar[]) as clock;

-- One row per moment at which an actor begins or ends something; until the next one nothing changes.
create or replace temp table turns_of_work as
with moments as ( -- noqa: ST03
    select
        told.actor,
        coalesce(actor_clocks.clock, $clock) as clock,
        told.ts_us
    from (
        select distinct
            actor,
            unnest([start_us, complete_us]) as ts_us
        from batched
    ) as told
    left join actor_clocks using (actor)
)

select
    actor,
    ts_us as start_us,
    worked_us as start_worked_us,
    lead(ts_us) over by_actor as complete_us,
    lead(worked_us) over by_actor as complete_worked_us,
    row_number() over by_actor as turn_no
from with_worked('moments')
window by_actor as (partition by actor order by ts_us);

-- One row per stretch between two such moments and what its actor was at work on.
create or replace temp table at_work as
with bounds as (
    select
        batched.actor,
        batched.enabled_us,
        batched.batch,
        begins.turn_no as first_no,
        ends.turn_no as end_no
    from batched
    inner join turns_of_work as begins
        on batched.actor = begins.actor and batched.start_us = begins.start_us
    inner join turns_of_work as ends
        on batched.actor = ends.actor and batched.complete_us = ends.start_us
)

select
    actor,
    batch,
    min(enabled_us) as enabled_us,
    turn_no
from (select *, unnest(range(first_no, end_no)) as turn_no from bounds)
group by actor, batch, turn_no;

-- One row per busy stretch, numbered by actor and time: the earliest that its actor was at work on came in at enabled_us.
create or replace temp table busy as
select
    turns_of_work.* exclude (turn_no),
    summed.enabled_us,
    summed.turn_no,
    row_number() over (order by summed.actor, summed.turn_no) as busy_no
from (
    select
        actor,
        turn_no,
        min(enabled_us) as enabled_us
    from at_work
    group by actor, turn_no
) as summed
inner join turns_of_work using (actor, turn_no);

-- One row per busy stretch and batch in it: when the earliest of the batch came in, and of all others.
create or replace temp table busy_with_batch as
select
    at_work.actor,
    at_work.batch,
    busy.busy_no,
    at_work.enabled_us as own_us,
    min(others.enabled_us) as other_us
from at_work
inner join busy using (actor, turn_no)
left join at_work as others
    on
        at_work.actor = others.actor
        and at_work.turn_no = others.turn_no
        and others.batch is distinct from at_work.batch
where at_work.batch is not null
group by at_work.actor, at_work.batch, busy.busy_no, at_work.enabled_us;

-- One row per wait whose actor is known: from_us is when its batch was complete, or it was enabled.
create or replace temp table waits as
with moments as ( -- noqa: ST03
    select
        batched.event_no,
        batched.actor,
        batched.batch,
        batched.enabled_us,
        batched.start_us,
        coalesce(batched.ready_us, batched.enabled_us) as ts_us,
        coalesce(actor_clocks.clock, $clock) as clock
    from batched
    inner join activity_instances using (event_no)
    left join actor_clocks on batched.actor = actor_clocks.actor
    where activity_instances.enabled_us < batched.start_us
)

select
    moments.* exclude (ts_us, clock, worked_us),
    moments.ts_us as from_us,
    moments.worked_us as from_worked_us,
    turns_of_work.start_worked_us,
    coalesce(ended.busy_no + 1, firsts.busy_no) as first_no,
    begun.busy_no as last_no
from with_worked('moments') as moments
inner join turns_of_work
    on moments.actor = turns_of_work.actor and moments.start_us = turns_of_work.start_us
left join (
    select
        actor,
        min(busy_no) as busy_no
    from busy
    group by actor
) as firsts on moments.actor = firsts.actor
asof left join busy as ended
    on moments.actor = ended.actor and moments.ts_us >= ended.complete_us
asof left join busy as begun
    on moments.actor = begun.actor and moments.start_us > begun.start_us;

create or replace table wait_causes as
with pieces as (
    select
        waits.event_no,
        busy.complete_us - greatest(busy.start_us, waits.from_us) as length_us,
        busy.complete_worked_us - greatest(busy.start_worked_us, waits.from_worked_us) as worked_us,
        if(
            own.own_us is null,
            busy.enabled_us <= waits.from_us,
            own.own_us <= waits.enabled_us or coalesce(own.other_us <= waits.from_us, false)
        ) as is_contention
    from waits
    inner join busy on busy.busy_no between waits.first_no and waits.last_no
    left join busy_with_batch as own on busy.busy_no = own.busy_no and waits.batch = own.batch
),

summed as (
    select
        event_no,
        sum(length_us) filter (where is_contention) as contention_us,
        sum(length_us) filter (where not is_contention) as prioritisation_us,
        sum(length_us - worked_us) as busy_closed_us
    from pieces
    group by event_no
),

told as (
    select
        activity_instances.event_no,
        activity_instances.previous_event_no,
        activity_instances.start_us - activity_instances.enabled_us as wait_us,
        coalesce(waits.from_us - waits.enabled_us, 0) as batching_us,
        coalesce(summed.contention_us, 0)::bigint as contention_us,
        coalesce(summed.prioritisation_us, 0)::bigint as prioritisation_us,
        coalesce(
            (waits.start_us - waits.from_us) - (waits.start_worked_us - waits.from_worked_us)
            - coalesce(summed.busy_closed_us, 0),
            0
        )::bigint as unavailability_us,
        waits.event_no is null as is_unexplained
    from activity_instances
    left join waits using (event_no)
    left join summed using (event_no)
    where activity_instances.enabled_us < activity_instances.start_us
)

select
    event_no,
    previous_event_no,
    wait_us,
    batching_us,
    contention_us,
    prioritisation_us,
    unavailability_us,
    if(
        is_unexplained,
        0,
        wait_us - batching_us - contention_us - prioritisation_us - unavailability_us
    ) as extraneous_us,
    if(is_unexplained, wait_us, 0) as unexplained_us
from told
order by event_no;
