-- The orders of the accounts the file names: their approval roles and transfer mode may be others now. From the first file on whoever is in none is
-- not trusted with a due date: that concerns every order.
select distinct s.order_no
from snapshots s
where account_id in (select account_id from accounts where file_no = (select file_no from this_file))
    or not exists (select 1 from accounts where file_no <> (select file_no from this_file))
