-- The payments that are put against an order, might be, or name it, as they were booked.
select p.*, f.file_name from main.payments p left join main.files f on f.file_id = p.file_id and f.status = 'LOADED'
where p.order_reference = $name or p.payment_id in (select payment_id from main.payment_matches where order_reference = $name)
order by p.booked_at, p.payment_id
