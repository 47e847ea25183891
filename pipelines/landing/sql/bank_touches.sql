-- The payments this file added or told more of, and the lines that may be batches whose parts it tells.
select payment_no from bank_lines where file_no = (select file_no from this_file)
union
select b.payment_no from bank_lines b semi join (
    select account_iban, booked_on, currency, batch_amount as amount from bank_lines
    where file_no = (select file_no from this_file) and batch_amount is not null
) parts using (account_iban, booked_on, currency, amount)
union
-- Where an amount is told as a batch, it matters how many lines have it.
select b.payment_no from bank_lines b semi join (
    select account_iban, booked_on, currency, batch_amount as amount from bank_lines where batch_amount is not null
    intersect select account_iban, booked_on, currency, amount from bank_lines where file_no = (select file_no from this_file)
) whole using (account_iban, booked_on, currency, amount)
