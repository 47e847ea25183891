-- One row per line that is new. A line that was pending and is booked now is told once more, and so is one that another format told
-- before, each under the payment it was; a booked one never is.
with known as (select own_no, payment_no, booked from bank_lines where own_no in (select own_no from heads))
select coalesce(t.payment_no, p.payment_no, h.own_no) as payment_no, (select file_no from this_file) as file_no, h.line_number,
    h.account_iban, h.booked_on,
    h.value_date, h.amount, h.currency, h.payer_name, h.payer_iban, h.remittance, h.remittance_joined, h.structured_reference, h.end_to_end_id,
    h.bank_reference, h.occurrence, h.booked, h.is_return, h.return_reason, h.original_amount, h.statement_id, h.statement_date, h.own_no,
    h.batch_reference, h.batch_amount
from (select *, row_number() over (partition by own_no, booked order by line_number) as nth from heads) h
left join twins t on t.own_no = h.own_no and h.booked
left join (select own_no, min(payment_no) as payment_no from known group by 1) p on p.own_no = h.own_no
where h.nth = 1 and (t.own_no is not null or not exists (select 1 from known b where b.own_no = h.own_no and b.booked >= h.booked))
