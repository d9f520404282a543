-- One row per row of flat_frame in flat_staged: a stream can be read only once.
create or replace temp table flat_staged as
from flat_frame;
