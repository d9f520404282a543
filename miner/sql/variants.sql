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

spelt as (
    select
        ranked.*,
        list_concat(
            list_transform(
                range(least(ranked.events, 4 * coding.digits)::bigint),
                lambda place: coding.zero_no + (
                    (
                        [ranked.word_0, ranked.word_1, ranked.word_2, ranked.word_3][(place // coding.digits + 1)::bigint]
                        >> (coding.bits * (coding.digits - 1 - place::ubigint % coding.digits))
                    ) & ((1::ubigint << coding.bits) - 1)
                )::integer
            ),
            ranked.last_nos
        ) as activity_nos
    from ranked
    cross join coding
    where $most is null or ranked.number <= $most
),

names as (
    select map(list(activity_no), list(activity)) as name_of
    from activities
)

select
    spelt.group_no,
    list_transform(spelt.activity_nos, lambda no: names.name_of[no]) as activities,
    spelt.cases,
    spelt.cumulative_cases,
    spelt.all_cases
from spelt
cross join names
order by spelt.group_no, spelt.number
