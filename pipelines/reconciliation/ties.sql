-- One row per bank line that may undo an earlier one: the same end-to-end id and amount the other way round (domain.md §5,
-- contract.md §3.4). A return of less or more states the original amount. Of several equal ones the k-th undoes the k-th.
with lines as (
    select payment_no, direction, size, currency, end_to_end_id, booked_on, coalesce(value_date, booked_on) as valued_on,
        coalesce(bank_reference, '') as said, is_return, original_amount
    from movements where provider = 'BANK' and end_to_end_id is not null and state = 'SUCCEEDED'
        and end_to_end_id in (select end_to_end_id from movements where provider = 'BANK' group by 1 having min(direction) < max(direction))
),
pairs as (
    select l.payment_no, o.payment_no as original_id, l.is_return as bank_says,
        row_number() over (partition by l.end_to_end_id, l.direction, l.payment_no order by o.booked_on, o.valued_on, o.said, o.payment_no) as nth_original,
        dense_rank() over (partition by l.end_to_end_id, l.direction, l.size order by l.booked_on, l.valued_on, l.said, l.payment_no) as nth_undoing
    from lines l join lines o on o.end_to_end_id = l.end_to_end_id and o.direction = -l.direction and o.currency = l.currency
        and o.size = case when l.is_return then coalesce(l.original_amount, l.size) else l.size end
        and (o.booked_on, o.valued_on, o.said, o.payment_no) < (l.booked_on, l.valued_on, l.said, l.payment_no)
)
select payment_no, original_id, bank_says from pairs where nth_original = nth_undoing
