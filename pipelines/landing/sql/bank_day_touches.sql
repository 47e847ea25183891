-- The accounts of the file.
select distinct account_iban from heads
