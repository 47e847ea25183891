-- One row per IBAN and account of the accounts file (domain.md §5, Known payer).
select replace(upper(iban), ' ', '') as iban, account_id
from (select account_id, unnest(string_split(ibans, '|')) as iban from account_now where ibans is not null)
