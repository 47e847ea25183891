-- What an order had received, given back and written off before the shop began with the suite.
select o.received, o.refunded, o.written_off from steps.openings o join facts.order_names using (order_no)
where order_reference = $name and (o.received <> 0 or o.refunded <> 0 or o.written_off <> 0)
