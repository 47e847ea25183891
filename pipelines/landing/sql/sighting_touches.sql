-- Orders whose record the file shows again, as a snapshot that is known already, where that can change something: ours is another, since lag is judged at the instant of the
-- file (domain.md §2), or another snapshot was the newest, or a person has said what its payment status was set to.
select distinct h.order_no
from (
    -- The number of a snapshot says in which file it came.
    select * from sightings where file_no = (select file_no from this_file) and snapshot_no // 4294967296 <> file_no
) s join snapshots h using (snapshot_no) left join lo_states l on l.lo_no = h.lo_no
left join (select order_no from decisions_made where action = 'SET_PAYMENT_STATUS') d on d.order_no = h.order_no
where (d.order_no is not null or l.snapshot_no is distinct from s.snapshot_no or l.logistic_status is distinct from l.recorded_logistic_status)
