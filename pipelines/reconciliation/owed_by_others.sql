-- What each of some orders (`others`) owes as a whole, in its currency, and in which account.
select order_no, account_id, currency, order_due as due from lo_dues semi join others using (order_no) where leads
