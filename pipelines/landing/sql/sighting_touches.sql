-- Orders whose record the file shows again unchanged while ours is another: only there can a newer sighting change anything,
-- since lag is judged at the instant of the file (domain.md §2).
select distinct l.order_reference
from lo_states l join sightings s on s.snapshot_no = l.snapshot_no
where s.file_no = (select file_no from this_file) and l.logistic_status is distinct from l.recorded_logistic_status
