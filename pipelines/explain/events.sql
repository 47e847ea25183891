-- What was said about the logistic orders of an order, and what became of it, in the order in which it counts.
select e.*, f.file_name from main.status_events e left join main.files f on f.file_id = e.file_id and f.status = 'LOADED'
where e.order_reference = $name order by e.logistic_reference, e.effective_at, e.verdict = 'WAITING', e.line_number
