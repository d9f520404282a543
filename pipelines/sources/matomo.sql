-- One row per action of a visit (input row); a visit without actions, or one that is rejected, has one row.
with visits as (
    select
        source_row,
        reason as broken,
        raw,
        doc,
        json_transform(doc, '{
            "idSite": "VARCHAR", "idVisit": "VARCHAR", "visitorId": "VARCHAR", "userId": "VARCHAR"
        }') as v,
        coalesce(try_cast(doc -> '$.actionDetails' as json[]), []) as actions,
        coalesce(json_type(doc -> '$.actionDetails'), 'ARRAY') as kind_of_actions
    from records
),

told as (
    select
        * exclude (v),
        cleaned(v.idsite) as site,
        cleaned(v.idvisit) as visit,
        cleaned(v.visitorid) as visitor,
        cleaned(v.userid) as person,
        [json_transform(action, '{
            "type": "VARCHAR", "timestamp": "VARCHAR", "pageId": "VARCHAR", "goalId": "VARCHAR",
            "goalName": "VARCHAR", "orderId": "VARCHAR", "eventCategory": "VARCHAR", "eventAction": "VARCHAR",
            "url": "VARCHAR"
        }') for action in actions] as steps
    from visits
),

judged as (
    select
        *,
        [
            {
                'step': s,
                'happened': plausible(make_timestamptz(case
                    when try_cast(s."timestamp" as bigint) between 0 and 4102444800
                        then try_cast(s."timestamp" as bigint) * 1000000
                end))
            }
            for s in steps
        ] as timed
    from told
),

faults as (
    select
        *,
        case
            when broken is not null then broken
            when kind_of_actions not in ('ARRAY', 'NULL') then 'unknown_record'
            when visit is null or coalesce(visitor, person) is null then 'missing_id'
            when len([t for t in timed if cleaned(t.step.type) is null]) > 0 then 'missing_activity'
            when len([t for t in timed if t.happened is null]) > 0 then 'bad_timestamp'
        end as reason
    from judged
),

parts as (
    select
        *,
        unnest(case when reason is null and len(timed) > 0 then timed else [null] end) as part,
        unnest(case when reason is null and len(timed) > 0 then range(1, len(timed) + 1) else [0] end) as place
    from faults
),

acted as (
    select
        *,
        actions[place] as action,
        part.step as step,
        part.happened as happened,
        -- the same once more within one second, and no id to tell them apart
        case when cleaned(part.step.pageid) is null then len([
            t for t in timed[:place - 1]
            if t.step.type = part.step.type and t.happened = part.happened
                and t.step.goalid is not distinct from part.step.goalid
                and t.step.orderid is not distinct from part.step.orderid
        ]) end as ordinal
    from parts
)

select
    source_row,
    place as part,
    reason,
    case when reason = 'bad_timestamp' then [t.step."timestamp" for t in timed if t.happened is null][1] end as found,
    raw,
    false as skipped,
    -- a visit that is read again has grown: the reading with the most actions counts
    -len(actions) as precedence,
    case when place > 0 then md5(to_json(
        case
            when ordinal is null then [site, cleaned(step.pageid), step.type]
            else [site, visit, step.type, epoch(happened)::varchar, step.goalid, step.orderid, ordinal::varchar]
        end
    )::varchar) end as event_id,
    case step.type
        when 'action' then 'page'
        when 'event' then coalesce(cleaned(concat_ws(' ', cleaned(step.eventcategory), cleaned(step.eventaction))), 'event')
        when 'goal' then coalesce(cleaned(step.goalname), 'goal')
        else cleaned(step.type)
    end as activity,
    happened as "timestamp",
    's' as timestamp_precision,
    case when place > 0 then place end::bigint as sequence,
    'customer' as actor_kind,
    coalesce(person, visitor) as actor,
    'web' as channel,
    as_attributes([
        kept_entry(name, coalesce(
            case when name = 'path' then to_json(path_of(step.url))::varchar end,
            scalar(json_extract(action, '$.' || to_json(name)::varchar)::varchar),
            scalar(json_extract(doc, '$.' || to_json(name)::varchar)::varchar)
        ))
        for name in getvariable('kept')
    ]) as attributes,
    touched([
        {'object_type': 'user', 'object_id': person, 'qualifier': 'subject'},
        {'object_type': 'anonymous', 'object_id': visitor, 'qualifier': 'subject'},
        {'object_type': 'session', 'object_id': concat_ws('.', site, visit), 'qualifier': 'subject'},
        {'object_type': 'order', 'object_id': cleaned(step.orderid), 'qualifier': 'subject'}
    ]) as objects,
    no_links() as links
from acted
