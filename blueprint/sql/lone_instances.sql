-- One row: a bit at the number of each judged instance whose customer has no other in its stage.
select bitstring_agg(instance_no, 0, $most) as bits
from (
    select min(instance_no) as instance_no
    from judged
    group by stage, customer_no
    having count(*) = 1
)
