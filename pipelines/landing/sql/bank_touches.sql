-- The payments this file added or told more of, and the lines that may be batches whose parts it tells.
select payment_no from bank_lines where file_no = (select file_no from this_file)
union
select b.payment_no from bank_lines b semi join (
    select account_iban, booked_on, currency, batch_amount as amount from bank_lines
    where file_no = (select file_no from this_file) and batch_amount is not null
) parts using (account_iban, booked_on, currency, amount)
