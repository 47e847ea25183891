-- One row per line in a new state of a shipment.
select s.shipment_no, t.order_line_id as line_id, t.quantity
from landed_parts t join mirakl_shipments s on s.line_number = t.line_number and s.file_no = (select file_no from this_file)
