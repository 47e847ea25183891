-- One row per line that is new. A line that was pending and is booked now is told once more; a booked one never is.
with known as (select payment_no, booked from bank_lines semi join heads using (payment_no))
select h.payment_no, (select file_no from this_file) as file_no, h.line_number, h.account_iban, h.booked_on, h.value_date, h.amount,
    h.currency, h.payer_name, h.payer_iban, h.remittance, h.remittance_joined, h.structured_reference, h.end_to_end_id,
    h.bank_reference, h.occurrence, h.booked, h.is_return, h.return_reason, h.original_amount, h.statement_id, h.statement_date
from (select *, row_number() over (partition by payment_no, booked order by line_number) as nth from heads) h
where h.nth = 1 and not exists (
    select 1 from known b where b.payment_no = h.payment_no and b.booked >= h.booked
)
