-- The payments of an order: put against it, or once, or that might be; that name it, or are told in a finding about it that holds.
select payment_id from main.payments where order_reference = $name
union select payment_id from main.payment_matches where order_reference = $name
union select payment_id from main.findings where order_reference = $name and payment_id is not null and state <> 'RESOLVED'
-- What a person took away was put against it in an earlier night.
union select format('pay_{:016x}', payment_no) from facts.standing_matches join facts.order_names using (order_no) where order_reference = $name
