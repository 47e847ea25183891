-- One row per bank line that may undo an earlier one: the same end-to-end id, else the same bank reference, and amount the other way round (domain.md
-- §5, contract.md §3.4). A return of less or more states the original amount. Of several equal ones the k-th undoes the k-th; a further debit with the same id
-- goes out `again`. On one day what the
-- bank calls a return comes last.
with told as (
    select payment_no, direction, size, currency, booked_on, coalesce(value_date, booked_on) as valued_on, coalesce(bank_reference, '') as said, is_return, original_amount,
        unnest(list_filter([{'by': 1, 'name': end_to_end_id}, {'by': 2, 'name': account_iban || ' ' || bank_reference}], lambda way: way.name is not null)) as way
    from movements where provider = 'BANK' and state = 'SUCCEEDED' and (end_to_end_id is not null or bank_reference is not null)
),
lines as (
    select * from told where way in (select way from told group by 1 having min(direction) < max(direction))
),
pairs as (
    select l.payment_no, l.direction, o.payment_no as original_id, l.is_return as bank_says, l.way.by as way,
        row_number() over (partition by l.way, l.direction, l.payment_no order by o.booked_on, o.valued_on, o.said, o.payment_no) as nth_original,
        dense_rank() over (partition by l.way, l.direction, l.size order by l.booked_on, l.valued_on, l.said, l.payment_no) as nth_undoing,
        count(*) over (partition by l.way, l.direction, l.payment_no) as originals
    from lines l join lines o on o.way = l.way and o.direction = -l.direction and o.currency = l.currency
        and o.size = case when l.is_return then coalesce(l.original_amount, l.size) else l.size end
        and (o.booked_on < l.booked_on or o.booked_on = l.booked_on and case when l.is_return <> o.is_return then l.is_return
            else (o.valued_on, o.said, o.payment_no) < (l.valued_on, l.said, l.payment_no) end)
)
select payment_no, original_id, bank_says, nth_undoing > originals as again from pairs
where nth_original = nth_undoing or direction = -1 and way = 1 and not bank_says and nth_undoing > originals and nth_original = originals
qualify row_number() over (partition by payment_no order by again, way) = 1
