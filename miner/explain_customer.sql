-- One row per identifier and span of time of one customer.
select
    identities.node_no,
    identities.identifier_type || ':' || identities.identifier as identifier,
    make_timestamp(identities.valid_from_us)::timestamptz as valid_from,
    make_timestamp(identities.valid_to_us)::timestamptz as valid_to,
    identities.rule,
    identities.confidence
from identities
where identities.customer_no = $customer_no
order by identities.confidence desc, identifier, valid_from nulls first;
