-- What the orders owe that transfers simply name, by currency.
select order_no, currency, sum(due) as due, any_value(account_id) filter (where leads) as account_id
from lo_dues semi join simply_named using (order_no)
where currency is not null group by 1, 2
