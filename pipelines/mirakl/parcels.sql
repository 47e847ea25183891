-- One row per state of a shipment of a known order.
select n.order_no, n.lo_no, s.*
from namings n join mirakl_shipments s using (reference) where n.order_no is not null and n.lo_no is not null
