-- One row per variant, the most frequent first: its cases, and the cases down to this row.
-- The activities of a case are the digits of four numbers, the first one leading, and those beyond them a list: as
-- exact and in the same order as a list of all, and in a third of the time.
with coding as (
    select
        min(activity_no) - 1 as zero_no,
        length(bin(max(activity_no) - min(activity_no) + 1))::ubigint as bits,
        (60 // length(bin(max(activity_no) - min(activity_no) + 1)))::ubigint as digits
    from traces
),

places as (
    select
        traces.group_no,
        traces.case_no,
        traces.activity_no,
        (traces.position - 1)::ubigint as place,
        (traces.activity_no - coding.zero_no)::ubigint as code,
        coding.bits,
        coding.digits
    from traces
    cross join coding
),

case_words as (
    select
        any_value(group_no) as group_no,
        count(*) as events,
        bit_or(if(place < digits, code << (bits * (digits - 1 - place)), 0)) as word_0,
        bit_or(if(place >= digits and place < 2 * digits, code << (bits * (2 * digits - 1 - place)), 0)) as word_1,
        bit_or(if(place >= 2 * digits and place < 3 * digits, code << (bits * (3 * digits - 1 - place)), 0)) as word_2,
        bit_or(if(place >= 3 * digits and place < 4 * digits, code << (bits * (4 * digits - 1 - place)), 0)) as word_3,
        list({'place': place, 'activity_no': activity_no}) filter (where place >= 4 * digits) as rest
    from places
    group by case_no
),

counted as (
    select
        group_no,
        events,
        word_0,
        word_1,
        word_2,
        word_3,
        list_transform(list_sort(rest), lambda event: event.activity_no) as last_nos,
        count(*) as cases
    from case_words
    group by all
),

ranked as (
    select
        *,
        row_number() over ranks as number,
        (sum(cases) over ranks)::bigint as cumulative_cases,
        (sum(cases) over (partition by group_no))::bigint as all_cases
    from counted
    window
        ranks as (
            partition by group_no
            order by cases desc, word_0, word_1, word_2, word_3, last_nos nulls first
            rows unbounded preceding
        )
),

-- each code's name at its own place: a map would be searched for every event
names as (
    select list(activities.activity order by numbers.activity_no) as name_of
    from (
        select unnest(range(coding.zero_no + 1, (select max(activity_no) from activities) + 1)) as activity_no
        from coding
    ) as numbers
    left join activities using (activity_no)
),

spelt as (
    select
        ranked.group_no,
        ranked.number,
        ranked.cases,
        ranked.cumulative_cases,
        ranked.all_cases,
        list_concat(
            list_transform(
                range(least(ranked.events, 4 * coding.digits)::bigint),
                lambda place: names.name_of[(
                    (
                        case place // coding.digits
                            when 0 then ranked.word_0
                            when 1 then ranked.word_1
                            when 2 then ranked.word_2
                            else ranked.word_3
                        end
                        >> (coding.bits * (coding.digits - 1 - place::ubigint % coding.digits))
                    ) & ((1::ubigint << coding.bits) - 1)
                )::bigint]
            ),
            list_transform(ranked.last_nos, lambda no: names.name_of[no - coding.zero_no])
        ) as activities
    from ranked
    cross join coding
    cross join names
    where $most is null or ranked.number <= $most
)

select
    group_no,
    activities,
    cases,
    cumulative_cases,
    all_cases
from spelt
order by group_no, number
