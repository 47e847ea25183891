-- One row per pair that is asked: what the order or logistic order owed, and never more than its order did as a whole.
select o.*, w.open_amount as order_open, least(o.open_amount, w.open_amount) as open_here
from open_amounts o join open_amounts w on w.payment_no = o.payment_no and w.order_no = o.order_no and w.lo_no is null
