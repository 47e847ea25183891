-- One payment as it is published, with the file it came in.
select p.*, f.file_name from main.payments p left join main.files f on f.file_id = p.file_id and f.status = 'LOADED' where p.payment_id = lower($name)
