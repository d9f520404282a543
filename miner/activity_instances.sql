-- One row per activity instance in activity_instances: a start and a complete of it, or one of the two alone.
-- In each case, activity and instance a complete belongs to the first start that has none yet.
create or replace table activity_instances as
with told as (
    select
        numbered_events.event_no,
        lower(json_extract_string(events.attributes, $transition)) as transition,
        json_extract_string(events.attributes, $instance) as instance,
        events.actor,
        events.actor_kind
    from numbered_events
    inner join events using (event_id)
),

kinds as (
    select
        traces.case_no,
        traces.event_no,
        traces.activity_no,
        traces.ts_us,
        told.instance,
        told.actor,
        told.actor_kind,
        case
            when told.transition is null then 'single'
            when list_contains($starts::varchar[], told.transition) then 'start'
            when list_contains($completes::varchar[], told.transition) then 'complete'
        end as kind
    from traces
    left join told using (event_no)
),

counted as (
    select
        *,
        count(*) filter (where kind = 'start') over moments as starts,
        count(*) filter (where kind = 'complete') over moments as completes
    from kinds
    where kind is not null
    window
        moments as (
            partition by case_no, activity_no, instance
            -- of one moment, starts come first: so an instance may take no time
            order by ts_us, kind desc, event_no rows unbounded preceding
        )
),

-- alone: completes so far that met no start without one
balanced as (
    select
        *,
        greatest(
            coalesce(
                max(completes - starts) over (
                    partition by case_no, activity_no, instance
                    order by ts_us, kind desc, event_no
                    rows between unbounded preceding and 1 preceding
                ),
                0
            ),
            0
        ) as alone
    from counted
),

numbered as (
    select
        *,
        case
            when kind = 'start' then starts
            when kind = 'complete' and completes - starts <= alone then completes - alone
            else -event_no
        end as pair_no
    from balanced
),

pairs as (
    select
        case_no,
        activity_no,
        min(event_no) as event_no,
        min(ts_us) filter (where kind = 'start') as start_us,
        min(ts_us) filter (where kind <> 'start') as complete_us,
        arg_min((actor, actor_kind), kind = 'complete') filter (where actor is not null) as acted
    from numbered
    group by case_no, activity_no, instance, pair_no
),

-- of one moment: what completes then, what takes no time, what starts then
moments as (
    select
        case_no,
        event_no,
        start_us as at_us,
        2 as place,
        null::bigint as complete_us,
        null::bigint as completed_no
    from pairs
    where start_us < complete_us or complete_us is null
    union all
    select
        case_no,
        event_no,
        complete_us as at_us,
        if(start_us < complete_us, 0, 1) as place,
        complete_us,
        event_no as completed_no
    from pairs
    where complete_us is not null
),

enabled as (
    select
        case_no,
        event_no,
        place,
        last_value(complete_us ignore nulls) over earlier as enabled_us,
        last_value(completed_no ignore nulls) over earlier as previous_event_no
    from moments
    window
        earlier as (
            partition by case_no order by at_us, place, event_no
            rows between unbounded preceding and 1 preceding
        )
)

select
    pairs.case_no,
    pairs.event_no,
    pairs.activity_no,
    enabled.previous_event_no,
    enabled.enabled_us,
    pairs.start_us,
    pairs.complete_us,
    pairs.acted[1] as actor,
    pairs.acted[2] as actor_kind
from pairs
inner join enabled on pairs.event_no = enabled.event_no and enabled.place > 0
order by pairs.case_no, pairs.event_no;
