-- No row: how the values of a flat log are read. Macros, as a view over any source can use them.

-- The events of a log that was prepared before are not those of this one: nothing may be grouped by them.
drop table if exists numbered_events;

-- What is blank is missing. The comparison is true of every blank word and of hardly any other: it is cheaper than trim.
create or replace temp macro flat_lacks(words) as words is null or (words < '!' and trim(words) = '');

-- A time as text says its zone itself, by an offset or letters after its minutes, or is in the given zone. DuckDB
-- would read over letters that it does not know: ten in the evening (10:00 PM) as ten in the morning.
create or replace temp macro flat_written_moment(words, zone) as
case
    when regexp_matches(words, ':\d\d.*([A-Za-z]|[+-]\d\d(:?\d\d)?$)') then try_cast(words as timestamptz)
    else timezone(zone, try_cast(words as timestamp))
end;
