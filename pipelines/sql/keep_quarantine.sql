-- One row per rejected row that shows more than it may: redacted as the settings say, dropped after its time.
update quarantine
set
    raw_text = redacted(raw_text, regexp_extract(detail, '^found (.*?)(?:; |$)', 1)),
    raw_form = 'redacted',
    detail = case
        when starts_with(detail, 'found ') and contains(detail, '; ') then concat_ws(
            '; ',
            'found ' || shown_found(reason, regexp_extract(detail, '^found (.*?)(?:; |$)', 1)),
            map_from_entries(getvariable('expected'))[reason]
        )
        else detail
    end
where raw_form = 'plain' and getvariable('quarantine_form') = 'redacted';

update quarantine
set raw_text = null, raw_form = 'dropped'
where raw_text is not null and last_seen < getvariable('kept_since');
