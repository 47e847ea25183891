-- What people decided about one payment.
select * from main.decisions where payment_id = lower($name) or action = 'UNDO' and value in (select decision_id from main.decisions where payment_id = lower($name))
order by decided_at, decision_id
