-- What plain transfers tell: each pays the order that it names.
select payment_no, 'TRANSFER' as kind, order_no, lo_no, size as amount, loosely from simply_named semi join plain using (payment_no)
