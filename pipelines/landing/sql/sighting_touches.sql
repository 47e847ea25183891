-- Orders whose record the file shows again, as a snapshot that is known already, where that can change something: at its instant the record has
-- lagged for too long (domain.md §2), or another snapshot was the newest, or a person has said what its payment status was set to. What contradicted
-- before goes on.
select distinct h.order_no
from (
    -- The number of a snapshot says in which file it came.
    select * from sightings where file_no = (select file_no from this_file) and snapshot_no // 4294967296 <> file_no
) s join snapshots h using (snapshot_no) left join lo_states l on l.lo_no = h.lo_no
where l.snapshot_no is distinct from s.snapshot_no or not l.in_conflict and not coalesce(l.agrees_until >= (select seen_at from this_file), false)
    or h.lo_no in (select lo_no from fold where source = 'ORDER_EXPORT' and newest = 1 and verdict = 'NO_OP' and reason is not null)
    or h.order_no in (select order_no from decisions_made where action = 'SET_PAYMENT_STATUS')
