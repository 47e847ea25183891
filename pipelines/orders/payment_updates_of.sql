-- What one batch tells a person to edit, as it is written: a text that a spreadsheet would run gets an apostrophe.
select as_text(n.order_reference) as "Order Reference", as_text(u.external_id) as "Order External Id",
    u.recorded_payment_status as "Recorded Payment Status",
    u.payment_status as "Payment Status", u.amount_due as "Amount Due", u.amount_received as "Amount Received",
    u.amount_refunded as "Amount Refunded", u.reason as "Reason"
from payment_updates u join order_names n using (order_no) where u.batch = ? order by n.order_reference
