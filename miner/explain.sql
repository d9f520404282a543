-- One row per identifier that is asked for and customer that it is: kind, customer, and what names them.
with wanted as (
    select unnest($wanted::struct(t varchar, i varchar)[], recursive := true)
),

named as (
    select distinct
        nodes.node_no,
        nodes.identifier_type || ':' || nodes.identifier as asked,
        nodes.kind
    from wanted
    inner join spellings on wanted.t = spellings.identifier_type and wanted.i in (spellings.spelling, spellings.identifier)
    inner join nodes using (node_no)
),

owners as (
    select
        node_no,
        customer_no
    from witnesses
    union
    select
        node_no,
        owner.customer_no as customer_no
    from belongings
    union
    select
        node_no,
        strongest[2] as customer_no
    from companions
)

select
    named.node_no,
    named.asked,
    named.kind,
    owners.customer_no,
    persons.case_id,
    persons.anchor_no
from named
left join owners using (node_no)
left join persons using (customer_no)
order by named.asked, persons.case_id;
