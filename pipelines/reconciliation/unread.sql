-- The payments that are turned to and whose texts were not read yet. What a transfer simply names is known: there is nothing to read in its text.
select m.payment_no, case when n.payment_no is null then m.remittance end as remittance, m.remittance_joined, m.structured_reference, m.end_to_end_id,
    m.order_field
from (select payment_no from waiting semi join turned_to using (payment_no) anti join was_read using (payment_no)) join unsettled m using (payment_no)
left join simply_named n using (payment_no)
