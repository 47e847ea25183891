-- What each of some orders (`others`) owes as a whole, and in which account.
select order_no, any_value(account_id) filter (where leads) as account_id, sum(due) as due from lo_dues semi join others using (order_no) group by 1
