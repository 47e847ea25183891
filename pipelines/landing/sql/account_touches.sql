-- The orders of the accounts the file names: their approval roles and transfer mode may be others now.
select distinct s.order_no
from snapshots s semi join (select account_id from accounts where file_no = (select file_no from this_file)) a using (account_id)
