-- One row per row of the CSV file flat_file in flat_staged, one in flat_malformed: the lines that are no row.
create or replace temp table flat_staged as
from flat_file;

update flat_malformed
set malformed = (select count(distinct (file_id, line)) from reject_errors);
