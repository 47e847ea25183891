-- What opening balances name, and as it is written there where that is not in capitals.
select upper(order_reference) as reference, nullif(order_reference, upper(order_reference)) as written, file_no, line_number
from facts.opening_balances
