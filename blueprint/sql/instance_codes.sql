-- One row per judged instance and attribute with a frequent value: the number of that value.
select s.instance_no, c.code
from instance_segments as s
inner join segment_codes as c on c.attribute = s.attribute and c.value = s.value
