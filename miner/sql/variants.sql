-- One row per variant, the most frequent first: its cases, and the cases down to this row.
-- The activities of a case are digits of four numbers, those beyond them a list: exact, and a
-- quarter of the time that a list per case takes.
with coding as (
    select
        min(activity_no) - 1 as zero_no,
        length(bin(max(activity_no) - min(activity_no) + 1))::ubigint as bits,
        (60 // length(bin(max(activity_no) - min(activity_no) + 1)))::integer as digits
    from traces
),

digits as (
    select
        traces.group_no,
        traces.case_no,
        traces.position,
        traces.activity_no,
        (traces.position - 1) // coding.digits as word_no,
        (traces.activity_no - coding.zero_no)::ubigint
        << (coding.bits * ((traces.position - 1) % coding.digits)::ubigint) as digit
    from traces
    cross join coding
),

case_words as (
    select
        group_no,
        count(*) as events,
        bit_or(if(word_no = 0, digit, 0)) as word_0,
        bit_or(if(word_no = 1, digit, 0)) as word_1,
        bit_or(if(word_no = 2, digit, 0)) as word_2,
        bit_or(if(word_no = 3, digit, 0)) as word_3,
        list({'position': position, 'activity_no': activity_no}) filter (where word_no > 3) as rest
    from digits
    group by group_no, case_no
),

counted as (
    select
        group_no,
        events,
        [word_0, word_1, word_2, word_3] as words,
        list_sort(rest) as last_events,
        count(*) as cases
    from case_words
    group by group_no, events, word_0, word_1, word_2, word_3, list_sort(rest)
),

spelt as (
    select
        counted.group_no,
        list_concat(
            list_transform(
                range(least(counted.events, 4 * coding.digits)),
                lambda place: coding.zero_no + (
                    (
                        counted.words[place // coding.digits + 1]
                        >> (coding.bits * (place % coding.digits)::ubigint)
                    ) & ((1::ubigint << coding.bits) - 1)
                )::integer
            ),
            list_transform(counted.last_events, lambda event: event.activity_no)
        ) as activity_nos,
        counted.cases
    from counted
    cross join coding
),

ranked as (
    select
        group_no,
        activity_nos,
        cases,
        row_number() over ranks as number,
        (sum(cases) over ranks)::bigint as cumulative_cases,
        (sum(cases) over (partition by group_no))::bigint as all_cases
    from spelt
    window
        ranks as (
            partition by group_no order by cases desc, activity_nos rows unbounded preceding
        )
),

names as (
    select map(list(activity_no), list(activity)) as name_of
    from activities
)

select
    ranked.group_no,
    list_transform(ranked.activity_nos, lambda no: names.name_of[no]) as activities,
    ranked.cases,
    ranked.cumulative_cases,
    ranked.all_cases
from ranked
cross join names
where $most is null or ranked.number <= $most
order by ranked.group_no, ranked.number
