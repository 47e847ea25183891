-- The payments that are turned to and whose texts were not read yet.
select m.payment_no, m.remittance, m.remittance_joined, m.structured_reference, m.end_to_end_id, m.order_field
from (select payment_no from waiting semi join turned_to using (payment_no) anti join was_read using (payment_no)) join unsettled m using (payment_no)
