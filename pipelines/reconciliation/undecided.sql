-- The payments whose match is asked for in this round, with their texts.
select w.*, m.remittance, m.remittance_joined, m.structured_reference, m.end_to_end_id, m.order_field
from (select * from waiting semi join turned_to using (payment_no)) w join movements m using (payment_no)
