-- One value per call: times as they are written, to moments; what is doubtful or wrong with them.
create or replace temp macro has_zone(text) as
    regexp_matches(text, ':\d\d(?:[.,]\d+)?\s?(?:Z|z|UTC|GMT|[+-]\d\d(?::?\d\d)?)$');

-- a cast alone takes "08:00:00 EST" for 08:00:00
create or replace temp macro local_time(text) as
    case
        when regexp_full_match(text, '\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:[ Tt]+\d{1,2}:\d{1,2}(?::\d{1,2}(?:[.,]\d*)?)?)?')
            then try_cast(text as timestamp)
    end;

create or replace temp macro is_written_as_local(text) as
    not has_zone(text)
    and coalesce(try_strptime(text, getvariable('local_format')::varchar), local_time(text)) is not null;

create or replace temp macro instant_of_known_form(text) as
    case
        when getvariable('local_format')::varchar is not null then null
        when getvariable('zoned_format')::varchar is not null then null
        -- 2026-01-31T12:00:00Z needs no pattern
        when text like '____-%Z' then try_cast(text as timestamptz)
        when not regexp_matches(text, '^\d{4}[-/]\d') then null
        when has_zone(text) then coalesce(
            try_cast(text as timestamptz),
            try_strptime(text, '%Y/%m/%d %H:%M:%S %z')
        )
        else timezone(getvariable('zone')::varchar, local_time(text))
    end;

-- an hour that the clock shows twice, or never: both lie in the first hours of a day
create or replace temp macro flag_of_local(local, moment) as
    case
        when hour(local) > 4 then null
        when timezone(getvariable('zone')::varchar, moment) <> local then 'impossible'
        when timezone(getvariable('zone')::varchar, moment - interval 1 hour) = local
            or timezone(getvariable('zone')::varchar, moment + interval 1 hour) = local
            or timezone(getvariable('zone')::varchar, moment - interval 30 minutes) = local
            or timezone(getvariable('zone')::varchar, moment + interval 30 minutes) = local
            then 'ambiguous'
    end;

create or replace temp macro clock_flag(text) as
    case
        when getvariable('zone')::varchar is null or getvariable('zone')::varchar = 'UTC' then null
        when getvariable('zoned_format')::varchar is not null then null
        when not contains(text, ':') or has_zone(text) then null
        else flag_of_local(
            coalesce(try_strptime(text, getvariable('local_format')::varchar), local_time(text)),
            timezone(
                getvariable('zone')::varchar,
                coalesce(try_strptime(text, getvariable('local_format')::varchar), local_time(text))
            )
        )
    end;

create or replace temp macro plausible(moment) as
    case
        when moment >= timestamptz '1971-01-01 00:00:00+00' and moment < timestamptz '2100-01-01 00:00:00+00'
            then moment
    end;

create or replace temp macro instant_as_written(text) as
    coalesce(
        try_strptime(text, getvariable('zoned_format')::varchar)::timestamptz,
        timezone(getvariable('zone')::varchar, try_strptime(text, getvariable('local_format')::varchar)),
        instant_of_known_form(text)
    );

create or replace temp macro instant(text) as plausible(instant_as_written(text));

-- for vendors whose times are in UTC, whether they say so or not
create or replace temp macro utc_instant(text) as
    plausible(case
        when has_zone(text) then try_cast(text as timestamptz)
        else timezone('UTC', local_time(text))
    end);

create or replace temp macro time_fault(text, moment) as
    case
        when moment is not null then null
        when regexp_matches(text, '^\d{4}[-/]\d')
            and (year(try_cast(text as timestamp)) < 1971 or year(try_cast(text as timestamp)) > 2099)
            then 'implausible_time'
        when getvariable('zone')::varchar is null and is_written_as_local(text) then 'naive_timestamp'
        else 'bad_timestamp'
    end;

create or replace temp macro is_time_fault(reason) as
    reason in ('bad_timestamp', 'naive_timestamp', 'implausible_time');

create or replace temp macro precision_of(text) as
    case
        -- the two usual lengths need no pattern
        when strlen(text) = 24 and text[20] = '.' and ends_with(text, 'Z')
            then case when ends_with(text, '.000Z') then 's' else 'ms' end
        when strlen(text) in (19, 20) and text[14] = ':' and text[17] = ':' then 's'
        when regexp_matches(text, ':\d\d[.,]\d{3}\d*[1-9]') then 'us'
        when regexp_matches(text, ':\d\d[.,]\d*[1-9]') then 'ms'
        when regexp_matches(text, '\d:\d\d:\d\d') then 's'
        when regexp_matches(text, '\d:\d\d') then 'minute'
        else 'day'
    end;
