-- The payments of an order, as they were booked.
select p.*, f.file_name from main.payments p left join main.files f on f.file_id = p.file_id and f.status = 'LOADED'
where p.payment_id in {explain/order_payments} order by p.booked_at, p.payment_id
