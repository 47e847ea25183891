-- One row per account and currency of the file, lines included that were known before: up to which day it tells what was booked.
select (select file_no from this_file) as file_no, account_iban, currency, max(booked_on) filter (where booked) as booked_on from heads
    group by account_iban, currency
