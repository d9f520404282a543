-- One value per call: what a rejected row may show. Letters become x, digits 0; keys, null and times stay.
create or replace temp macro masked(text) as
    regexp_replace(regexp_replace(text, '[\p{L}\p{M}]', 'x', 'g'), '\p{N}', '0', 'g');

-- a day with its year, or a clock, and nothing else that is no word of a date: no phone, address or name
create or replace temp macro is_time_text(text) as
    length(text) <= 40
    and regexp_matches(
        text,
        '^\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:\D|$)|^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}(?:\D|$)|\b\d{1,2}:\d{2}\b'
    )
    and regexp_full_match(
        regexp_replace(
            text,
            '\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|january|february|march|april|june|july'
            || '|august|september|october|november|december|mon|tue|wed|thu|fri|sat|sun|am|pm|utc|gmt)\b',
            '',
            'gi'
        ),
        '[\d\s:./,+TZtz-]*'
    );

create or replace temp macro shown_time(text) as
    case
        when is_time_text(text) then text
        when lower(text) in ('never', 'none', 'null', 'now', 'today', 'yesterday', 'unknown', 'n/a', 'nan') then text
    end;

-- what the reader itself says of a line stands there as it is
create or replace temp macro shown_found(reason, found) as
    case
        when getvariable('quarantine_form') = 'plain' then found
        when reason in ('bad_columns', 'bad_encoding', 'line_too_long', 'unreadable_file') then found
        else coalesce(shown_time(found), masked(found))
    end;

create or replace temp macro masked_but(text, kept) as
    coalesce(
        replace(masked(replace(replace(text, chr(1), ' '), kept, chr(1))), chr(1), kept),
        masked(text)
    );

-- blanks stand in the headings of a CSV file; deeper down a key may be a person's name
create or replace temp macro is_shown_key(token, is_flat) as
    length(token) < 64
    and regexp_full_match(token, '"[\p{L}_$][\p{L}\p{N}_$. ()/-]*"\s*:')
    and (is_flat or not contains(token, ' '))
    and not regexp_matches(token, '\p{N}{5}');

create or replace temp macro masked_document(text, kept) as
    array_to_string([
        case
            when token in ('null', 'true', 'false') then token
            when is_shown_key(token, not contains(text[2:], '{')) then token
            else masked_but(token, kept)
        end
        for token in regexp_extract_all(
            text,
            '"(?:[^"\\]|\\(?s:.))*"\s*:|"(?:[^"\\]|\\(?s:.))*"|[A-Za-z0-9_]+|[^"A-Za-z0-9_]+|"'
        )
    ], '');

create or replace temp macro redacted(text, found) as
    case
        when regexp_matches(text, '^\s*[\[{]') then masked_document(text, shown_time(found))
        else masked_but(text, shown_time(found))
    end;

create or replace temp macro shown_raw(text, found) as
    case when getvariable('quarantine_form') = 'plain' then text else redacted(text, found) end;
