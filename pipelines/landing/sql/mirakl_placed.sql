-- One row per new order of the file with the numbers of its order and logistic order.
select h.line_number, h.snapshot_no, h.reference, coalesce(h.lo_no, n.lo_no) as lo_no, coalesce(h.order_no, n.order_no) as order_no
from heads h left join newcomers n on n.logistic_reference = h.order_id
