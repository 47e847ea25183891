-- The orders of which the file gives an opening balance.
select n.order_no from order_names n
where upper(n.order_reference) in (select upper(order_reference) from opening_balances where file_no = (select file_no from this_file))
